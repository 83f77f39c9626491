"""Mails through a real mail server, with TLS and authentication: a resident who asked is asked back,
told what became of the request, and left alone with one click; district officers write to those who
subscribed. What comes back is noted, at once or later; what fails is tried again; no more leave in a
minute than may. Nothing in a text becomes a header, a command or the end of the mail; neither
addresses nor links stand in the log."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse

import reports
from reports import act, sql
from smtpd import EXIM, PASSWORD, USER, Smtpd
from syncd import Syncd, wait_for

TMP = os.environ.get("TMPDIR", "/tmp")
SECRETS = f"{TMP}/mail-secrets"
LINKS = "k" * 40
WORDS = {"Please confirm your address": "Підтвердьте адресу", "Varta, %s": "Варта, %s"}


def write_secrets(password=PASSWORD, links=LINKS):
    descriptor = os.open(SECRETS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"password": password, "links": links}, file)


def own_words():
    """A catalogue of the test's own, so that it does not depend on how something was translated."""
    folder = f"{TMP}/locale/uk/LC_MESSAGES"
    os.makedirs(folder)
    with open(f"{folder}/varta.po", "w", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
        file.writelines(f'\nmsgid "{en}"\nmsgstr "{uk}"\n' for en, uk in WORDS.items())
    subprocess.run(["msgfmt", "-o", f"{folder}/varta.mo", f"{folder}/varta.po"], check=True)
    os.environ["VARTA_LOCALEDIR"] = f"{TMP}/locale"


def settings(smtpd, **changes):
    lines = dict({"mail_server": smtpd.url, "mail_ca_file": smtpd.ca, "mail_user": USER, "mail_secrets_file": SECRETS,
                  "mail_from": "noreply@varta.example.org", "mail_bounces": "bounces@varta.example.org",
                  "mail_rate": 1000, "mail_timeout": "5s"}, **changes)
    return [f"{key}: {value}" for key, value in lines.items() if value is not None]


def arrived(smtpd, to, count=1):
    """The mails of a mailbox, once there are so many."""
    return wait_for(f"mail to {to}", lambda: len(smtpd.mails(to)) >= count and smtpd.mails(to))


def text(mail):
    return mail.get_content().replace("\r\n", "\n")


def link(mail, what):
    return re.search(rf"http\S+/mail/{what}/([0-9a-f]+)$", text(mail), re.M)


def path_of(mail, what):
    return urllib.parse.urlsplit(link(mail, what)[0]).path


def asked(syncd, smtpd, to, **fields):
    number = syncd.report(**{"email": to, "attribute[notify]": "1", **fields})
    return number, arrived(smtpd, to)[0]


def confirm(syncd, mail):
    answer = syncd.request("POST", path_of(mail, "confirm"))
    assert answer.status == 200, answer


def publish(number, text):
    act("t_moderator", "accept", number, 1)
    act("t_moderator", "draft", number, reports.version(number), text, True)
    act("t_moderator", "publish", number, reports.version(number), None)


def row(to):
    """Attempts, sent, dead, error of the newest mail to an address, and whether the address is given up."""
    found = sql("select m.attempts, m.sent_at is not null, m.dead_at is not null, m.last_error, s.bounced_at is not null"
                " from varta.mail m join varta.subscription s on s.id = m.subscription_id where s.email = %s"
                " order by m.id desc limit 1", to)
    return found[0] if found else None


def check_question(syncd, smtpd):
    """Who wants to be told is asked first, in a language; opening the link does nothing, the button does."""
    number, mail = asked(syncd, smtpd, "uk@example.org", description="Яма\r\nBcc: x@example.org\r\n\r\nГлибока")
    assert mail["Subject"] == "Підтвердьте адресу" and mail["Content-Language"] == "uk", mail["Subject"]
    assert mail["From"] == "\"Варта, Київ\" <noreply@varta.example.org>", mail["From"]
    assert mail["Bcc"] is None and mail["List-Unsubscribe"] is None and mail["Auto-Submitted"] == "auto-generated"
    assert f"No. {number} " in text(mail) and "Київ" in text(mail), text(mail)
    page = syncd.request("GET", path_of(mail, "confirm"), headers={"User-Agent": "scanner"})
    assert page.status == 200 and "<button>" in page.text and f"No. {number}" in page.text, page
    assert page.headers["content-type"] == "text/html; charset=utf-8", page.headers
    assert "default-src 'none'" in page.headers["content-security-policy"] and page.headers["referrer-policy"] == "no-referrer"
    act("t_moderator", "accept", number, 1)
    assert not sql("select 1 from varta.subscription where confirmed_at is not null"), "a link that was opened is no yes"
    confirm(syncd, mail)
    assert syncd.request("GET", path_of(mail, "confirm")).text.count("<button>") == 0
    news = arrived(smtpd, "uk@example.org", 2)[1]
    assert f"No. {number}: taken up" in news["Subject"], news["Subject"]
    return number, mail


def check_answer(syncd, smtpd):
    """The answer as it was written, dots and all; and the end of it by the header that mail programs use."""
    to = "en@example.org"
    number, mail = asked(syncd, smtpd, to, description="Hole & <b>\r\n\r\nDeep", **{"attribute[notify]": "en"})
    assert mail["From"] == "\"Varta, Kyiv\" <noreply@varta.example.org>", mail["From"]
    confirm(syncd, mail)
    said = "Засипали.\n.\n..\nFrom: x@example.org\n" + "ї" * 3000 + "\x1b[31m"
    publish(number, said)
    mails = arrived(smtpd, to, 3)
    answer = mails[2]
    assert answer["Subject"] == f"Request No. {number}: the answer", answer["Subject"]
    assert said[:-5] in text(answer) and "“Hole & <b>”" in text(answer), text(answer)
    assert "\x1b" not in text(answer)
    assert max(len(line) for line in answer.as_bytes(policy=answer.policy.clone(max_line_length=None)).splitlines()) <= 998
    assert len({m["Message-ID"] for m in mails}) == 3 and answer["Return-path"].startswith("<bounces+")
    assert answer["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = answer["List-Unsubscribe"].strip("<>")
    assert url == link(answer, "end")[0], url
    path = urllib.parse.urlsplit(url).path
    assert "<button>" in syncd.request("GET", path).text and row(to)[4] is False, "opening it ends nothing"
    for _ in range(2):
        done = syncd.request("POST", path, "List-Unsubscribe=One-Click", {"Content-Type": "application/x-www-form-urlencoded"})
        assert done.status == 200 and "<button>" not in done.text, done
    assert row(to) is None and not sql("select 1 from varta.subscription where email = %s", to)


def check_forged(syncd, mail):
    """A link is for one thing; nobody can make another one."""
    path = path_of(mail, "confirm")
    token = path.rsplit("/", 1)[1]
    other = f"{int(token[:16], 16) ^ 1:016x}" + token[16:]
    for wrong in (f"/mail/end/{token}", f"/mail/confirm/{other}", f"/mail/confirm/{token[:-1]}", f"/mail/confirm/{token}0",
                  "/mail/confirm/x", f"/mail/confirm/{token[:16]}{'0' * 32}"):
        for method in ("GET", "POST"):
            answer = syncd.request(method, wrong, headers={"Accept-Language": "en-US"})
            assert answer.status == 404 and "does not work" in answer.text, (wrong, answer)
    assert sql("select 1 from varta.subscription where email = 'uk@example.org'")
    answer = syncd.request("POST", "/mail/bounce", f"To: bounces+{token}@varta.example.org\n\nAction: failed\nStatus: 5.1.1\n")
    assert answer.status == 400, answer


def check_failures(syncd, smtpd):
    """What the server says of a mailbox, a mail, or for now."""
    open(f"{smtpd.folder}/full", "w", encoding="utf-8").close()
    for to in ("nobody", "policy", "picky", "crowded"):
        syncd.report(description=f"Для {to}", **{"email": f"{to}@example.org", "attribute[notify]": "1"})
    wait_for("nobody", lambda: row("nobody@example.org")[4])
    assert "5.1.1 no such mailbox" in row("nobody@example.org")[3], row("nobody@example.org")
    for to in ("policy", "picky"):
        wait_for(to, lambda: row(f"{to}@example.org")[2])
        assert row(f"{to}@example.org")[4] is False, "the address is not at fault"
    assert "5.7.1 you may not" in row("policy@example.org")[3] and "spam" in row("picky@example.org")[3]
    wait_for("second attempt", lambda: row("crowded@example.org")[0] >= 2)
    assert "4.2.2 the mailbox is full" in row("crowded@example.org")[3]
    os.unlink(f"{smtpd.folder}/full")
    arrived(smtpd, "crowded@example.org")
    dead = sql("select seq, state, transport from api.outbox('{\"state\": [\"dead\"]}')")
    assert len(dead) == 3 and {line[1:] for line in dead} == {("dead", "mail")}, dead


def check_late(syncd, smtpd):
    """The server takes a mail, and finds out later: it comes back to an address that says which one it was."""
    syncd.report(description="Пізно", **{"email": "late@example.org", "attribute[notify]": "1"})
    wait_for("bounce", lambda: row("late@example.org") and row("late@example.org")[4])
    assert "nobody is here" in row("late@example.org")[3] or row("late@example.org")[3].startswith("5."), row("late@example.org")


def check_newsletter(syncd, smtpd):
    """Two ways to subscribe; a newsletter to those of the beat and to those of the whole city, once a mailbox."""
    sql("""select api.beat_import('kyiv', '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
        {"code": "b1", "name": "Перша"}, "geometry": {"type": "Polygon", "coordinates":
        [[[30.44,50.45],[30.51,50.45],[30.51,50.48],[30.44,50.48],[30.44,50.45]]]}}]}')""")
    sql("select api.beat_assign('kyiv', 'b1', 't_officer')")
    for form in ({"email": "n1@example.org", "beat": "b1"}, {"email": "n2@example.org", "lat": "50.46", "long": "30.50", "lang": "en"},
                 {"email": "n3@example.org"}):
        answer = syncd.post("subscriptions.json", form)
        assert answer.status == 200 and answer.json == [{"state": "asked"}], answer
        confirm(syncd, arrived(smtpd, form["email"])[0])
    for form, word in (({"email": "n4@example.org", "beat": "b2"}, "no officer"), ({"email": "nobody"}, "email"),
                       ({"email": "n4@example.org", "lat": "x", "long": "1"}, "degrees")):
        answer = syncd.post("subscriptions.json", form)
        assert answer.status == 400 and word in answer.text, answer
    assert syncd.post("subscriptions.json", {"email": "n4@example.org", "jurisdiction_id": "kyiv"}, None).status == 400
    done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "newsletter", "kyiv", "b1", "Прийом у середу\r\nBcc: x@example.org"],
                          input="Приходьте о 10:00.\n", env=dict(os.environ, PGUSER="t_officer"), text=True, capture_output=True)
    assert done.returncode == 0 and "is on its way" in done.stdout, done
    number = done.stdout.split()[1]
    for to in ("n1@example.org", "n2@example.org", "n3@example.org"):
        mail = arrived(smtpd, to, 2)[1]
        assert mail["Subject"].startswith("Прийом у середу") and mail["Bcc"] is None, mail["Subject"]
        assert "Приходьте о 10:00.\n" in text(mail) and "Тарас Бондар" in text(mail) and link(mail, "end"), mail
    check_commands(number)


def check_commands(number):
    """The officer sees whom it reached, and is told when it is too late to take it back."""
    varta, env = f"{os.environ['VARTA_BUILD']}/console/varta", dict(os.environ, PGUSER="t_officer")
    done = subprocess.run([varta, "newsletters", "--json"], env=env, text=True, capture_output=True)
    line = json.loads(done.stdout.splitlines()[0])
    assert (line["beat"], line["mails"], line["state"]) == ("b1", 3, "published"), line
    done = subprocess.run([varta, "newsletter-recall", number], env=env, text=True, capture_output=True)
    assert done.returncode == 1 and "the recall window has ended" in done.stderr and not done.stdout, done


def check_password(syncd, smtpd):
    """A wrong password is said and tried again; the right one comes by SIGHUP."""
    write_secrets(password="wrong")
    syncd.process.send_signal(signal.SIGHUP)
    syncd.report(description="Пароль", **{"email": "pw@example.org", "attribute[notify]": "1"})
    wait_for("refusal", lambda: (row("pw@example.org") or [0])[0] >= 1)
    assert "denied" in row("pw@example.org")[3] and not smtpd.mails("pw@example.org"), row("pw@example.org")
    write_secrets(links="short")
    syncd.process.send_signal(signal.SIGHUP)
    wait_for("complaint", lambda: "secrets stay as they were" in syncd.log())
    write_secrets()
    syncd.process.send_signal(signal.SIGHUP)
    arrived(smtpd, "pw@example.org")


def check_silence(syncd):
    """Who gets mails, what they say, and what links do is nobody's business who reads the log."""
    log = syncd.log()
    for secret in ("example.org/", "uk@", "n1@", "nobody@", "Засипали", PASSWORD, LINKS):
        assert secret not in log.replace("varta.example.org", ""), secret
    assert not re.search("[0-9a-f]{48}", log), "a link stands in the log"
    assert "/mail/confirm/*" in log


def check_rate(smtpd):
    """No more in a minute than may, whoever sends."""
    number = sql("select count(*) from varta.mail where kind = 'news'")[0][0]
    sql("update varta.mail set begun_at = begun_at - interval '2 minutes'")
    with Syncd(settings=settings(smtpd, mail_rate=2)), Syncd(settings=settings(smtpd, mail_rate=2)) as syncd:
        act("t_officer", "newsletter_send", "kyiv", "b1", "Друга", "Текст")
        counts = "select count(sent_at), count(begun_at) from varta.mail m join varta.newsletter n on n.id = m.newsletter_id where subject = 'Друга'"
        wait_for("two mails", lambda: sql(counts)[0] == (2, 2))
        syncd.report(description="Ще одне")
        assert sql("select sync.mail_next(2) > 30000")[0][0] and sql(counts)[0] == (2, 2), "the third waits for its minute"
        sql("update varta.mail set begun_at = begun_at - interval '2 minutes'")
        sql("select varta.tell('mail')")
        wait_for("the third", lambda: sql(counts)[0] == (3, 3))
    assert sql("select count(*) from varta.mail where kind = 'news'")[0][0] == number + 3


def check_certificate(smtpd):
    """A server whose certificate nobody vouches for, and one that cannot do TLS, get neither mail nor password."""
    with Syncd(settings=settings(smtpd, mail_ca_file=None)) as syncd:
        syncd.report(description="Сертифікат", **{"email": "tls@example.org", "attribute[notify]": "1"})
        wait_for("attempt", lambda: (row("tls@example.org") or [0])[0] >= 1)
        assert "certificate" in row("tls@example.org")[3], row("tls@example.org")
    assert not smtpd.mails("tls@example.org")


def check_settings(smtpd):
    """What is missing is said before anything starts."""
    for changes, words in (({"mail_server": "http://x"}, "smtp://"), ({"mail_server": "smtp://a:b@x"}, "no password"),
                           ({"mail_from": None}, "mail_from"), ({"mail_from": "\"a b\""}, "mail_from"), ({"mail_tls": "false"}, "without TLS"),
                           ({"mail_bounces": "sixteencharacter@x.org"}, "mail_bounces"), ({"mail_secrets_file": None}, "links")):
        path = f"{TMP}/wrong.yaml"
        with open(path, "w", encoding="utf-8") as file:
            file.write("syncd:\n" + "".join(f"  {line}\n" for line in settings(smtpd, **changes)))
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/syncd/varta-syncd", "-n", "-c", path], capture_output=True, text=True)
        assert done.returncode == 1 and words in done.stderr and LINKS not in done.stderr, (changes, done.stderr)


def main():
    if not shutil.which(EXIM):
        print("skipped: there is no exim4")
        sys.exit(77)
    sql("update varta.transport set base = '200 milliseconds', factor = 1, jitter = 0 where code = 'mail'")
    sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
    write_secrets()
    own_words()
    with Smtpd() as smtpd:
        with Syncd(settings=settings(smtpd)) as syncd:
            smtpd.bounce_to(f"http://127.0.0.1:{syncd.port}/mail/bounce")
            _, mail = check_question(syncd, smtpd)
            check_answer(syncd, smtpd)
            check_forged(syncd, mail)
            check_failures(syncd, smtpd)
            check_late(syncd, smtpd)
            check_newsletter(syncd, smtpd)
            check_password(syncd, smtpd)
            check_silence(syncd)
        check_rate(smtpd)
        check_certificate(smtpd)
        check_settings(smtpd)


main()
