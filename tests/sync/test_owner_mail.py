"""An issued order leaves by mail through a real mail server: a short text, the PDF, and one link that only the mail has. That the server
took it is no delivery; what it said is kept. What comes back, at once or later, makes the order 'not delivered', in the register and
in its history; a forged one changes nothing. A reminder goes again, a cancelled order is told; an institution without an address gets
nothing. Neither link nor address stands in the log, and the link nowhere in the database."""
import email.message
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

import orders
from orders import does, issued, state, steps
from reports import sql
from smtpd import EXIM, PASSWORD, USER, Smtpd
from syncd import Syncd, wait_for

TMP = os.environ.get("TMPDIR", "/tmp")
SECRETS = f"{TMP}/mail-secrets"
LINKS = "k" * 40
LINK = r"http\S+(/link/[0-9a-f]{40})$"
seen = []  # what stood in the addresses of links


def settings(smtpd):
    return (f"mail_server: {smtpd.url}", f"mail_ca_file: {smtpd.ca}", f"mail_user: {USER}", f"mail_secrets_file: {SECRETS}", "mail_from: noreply@varta.example.org",
            "mail_bounces: bounces@varta.example.org", "mail_rate: 1000", "mail_timeout: 5s")


def arrived(smtpd, to, count=1):
    return wait_for(f"mail to {to}", lambda: len(smtpd.mails(to)) >= count and smtpd.mails(to)[count - 1])


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def path_of(mail):
    found = re.findall(LINK, text_of(mail), re.M)
    assert len(found) == 1, text_of(mail)
    seen.append(found[0][6:])
    return found[0]


def shown(order):
    """What the register says of the last mail about it."""
    return sql("select mail, state from api.orders_page('{}', null, null, false, 1000) where id = %s", order, user="t_traffic")[0]


def mails(order):
    return sql("select api.order_detail(%s) -> 'mails'", str(order), user="t_traffic")[0][0]


def check_letter(syncd, smtpd):
    """The text, the PDF as it is in the database, one link; the server's answer is kept, and the order stays 'issued'."""
    order = issued("знак 2.1 закрито гілками")
    mail = arrived(smtpd, "autodor@example.org")
    name, pdf = sql("select name, pdf from api.order_pdf(%s)", str(order), user="t_traffic")[0]
    assert mail["Subject"].startswith(f"Припис № {name}, виконати до ") and mail["Auto-Submitted"] == "auto-generated", mail["Subject"]
    assert mail["Return-path"].startswith("<bounces+") and mail["From"] == "\"Варта, Київ\" <noreply@varta.example.org>", mail.items()
    file, = mail.iter_attachments()
    assert file.get_content_type() == "application/pdf" and re.fullmatch(r"prypys-\d+-\d{4}\.pdf", file.get_filename()), file.items()
    assert file.get_content() == bytes(pdf)
    assert "КК «Автодор»" in text_of(mail) and "Саме відкриття нічого не змінює" in text_of(mail), text_of(mail)
    path = path_of(mail)
    wait_for("note", lambda: shown(order) == ("sent", "issued"))
    line, = mails(order)
    assert line["answer"].startswith("250") and line["sent"] and not line["lost"], line
    assert sql("select count(*) from varta.event where verb = 'party_mail' and after ->> 'answer' = %s", line["answer"]) == [(1,)]
    assert syncd.request("GET", path).status == 200 and shown(order) == ("sent", "issued"), "an opened link is no delivery"
    form = urllib.parse.urlencode({"verb": "order_acknowledge", "version": state(order)[1], "note": "вх. 17/3"})
    done = syncd.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    assert done.status == 200 and state(order)[0] == "acknowledged", done
    return order, mail


def check_more(smtpd, order, first):
    """A reminder has the PDF and a link of its own; more time is told; a cancelled one is told, with the reason."""
    does("order_remind", order, "між нами: вони сплять")
    mail = arrived(smtpd, "autodor@example.org", 2)
    assert mail["Subject"].startswith("Нагадування: припис № ") and len(list(mail.iter_attachments())) == 1, mail["Subject"]
    assert "сплять" not in text_of(mail), "a note for colleagues"
    assert path_of(mail) != f"/link/{seen[0]}" and mail["Message-ID"] != first["Message-ID"]
    sql("select api.order_give_time(%s, %s, current_date + 90)", order, state(order)[1], user="t_traffic")
    mail = arrived(smtpd, "autodor@example.org", 3)
    assert "строк подовжено" in mail["Subject"] and not list(mail.iter_attachments()), mail["Subject"]
    does("order_cancel", order, "Помилка в адресі")
    mail = arrived(smtpd, "autodor@example.org", 4)
    assert "скасовано" in mail["Subject"] and "Причина: Помилка в адресі" in text_of(mail), text_of(mail)


def to_mailbox(mailbox):
    sql("select api.institution_set('kyiv', 'svitlo', jsonb_build_object('email', %s::text))", f"{mailbox}@example.org" if mailbox else "", user="t_admin")
    return issued(f"світлофор {mailbox}", institution="svitlo")


def undelivered():
    return {line[0] for line in sql("select id from api.orders_page('{\"undelivered\": true}', null, null, false, 1000)", user="t_traffic")}


def check_lost(smtpd):
    """A mailbox that is not there, and one of which the server finds that out later."""
    for mailbox, words in (("nobody", "5.1.1 no such mailbox"), ("late", "")):
        order = to_mailbox(mailbox)
        wait_for(f"bounce of {mailbox}", lambda: shown(order) == ("undelivered", "issued"))
        assert order in undelivered(), "a word of the filter finds it"
        step = steps(order)[-1]
        assert step[:3] == ("order_undelivered", "unit", False) and words in step[3], step
        assert f"{mailbox}@" not in step[3] and mails(order)[0]["lost"], mails(order)
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "order", "list", "undelivered", "--json"], env=dict(os.environ, PGUSER="t_traffic"), capture_output=True,
                              text=True, check=True)
        assert order in [json.loads(line)["id"] for line in done.stdout.splitlines()], done
    does("order_deliver", order, "", "вх. 5")
    assert shown(order) == ("", "delivered"), "a number on paper is a delivery"
    assert order not in undelivered()


def check_again(smtpd):
    """With the right address a reminder goes out, and the mark is taken away."""
    order = to_mailbox("nobody")
    wait_for("refusal", lambda: order in undelivered())
    sql("select api.institution_set('kyiv', 'svitlo', '{\"email\": \"svitlo@example.org\"}')", user="t_admin")
    does("order_remind", order)
    arrived(smtpd, "svitlo@example.org")
    wait_for("note", lambda: shown(order) == ("sent", "issued"))


def check_forged(syncd, smtpd):
    """Who does not know the address that only the mail had changes nothing; nor does a note that is no failure."""
    order = to_mailbox("forged")
    mail = arrived(smtpd, "forged@example.org")
    wait_for("note", lambda: shown(order)[0] == "sent")
    address = mail["Return-path"].strip("<>")
    digits = address.split("+")[1].split("@")[0]
    for wrong in (digits[:-1] + ("0" if digits[-1] != "0" else "1"), f"{int(digits[:16], 16) + 1:016x}{digits[16:]}", mail["Message-ID"].strip("<>").split("@")[0], "0" * 48):
        answer = syncd.request("POST", "/mail/bounce", f"To: bounces+{wrong}@varta.example.org\n\nAction: failed\nStatus: 5.1.1\n")
        assert answer.status == 400, answer
    answer = syncd.request("POST", "/mail/bounce", f"To: {address}\n\nAction: delayed\nStatus: 4.4.1\n")
    assert answer.json["bounce"]["noted"] is False if "bounce" in answer.json else answer.json["noted"] is False, answer
    assert shown(order) == ("sent", "issued")
    report = email.message.EmailMessage()
    report["To"] = address
    report.set_content("Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 <b>no</b>\n")
    for _ in range(2):
        assert syncd.request("POST", "/mail/bounce", report.as_bytes()).status == 200
    assert shown(order)[0] == "undelivered" and [step[0] for step in steps(order)].count("order_undelivered") == 1, steps(order)


def check_after_answer(syncd, smtpd):
    """Whoever has answered by the link has the mail, whatever a server says of it afterwards."""
    order = to_mailbox("answered")
    mail = arrived(smtpd, "answered@example.org")
    wait_for("note", lambda: shown(order)[0] == "sent")
    form = urllib.parse.urlencode({"verb": "order_accept", "version": state(order)[1]})
    assert syncd.request("POST", path_of(mail), form, {"Content-Type": "application/x-www-form-urlencoded"}).status == 200
    assert syncd.request("POST", "/mail/bounce", f"To: {mail['Return-path'].strip('<>')}\n\nAction: failed\nStatus: 5.2.2\n").status == 200
    assert order not in undelivered()


def check_nothing(smtpd):
    """Without an address nothing leaves: it goes on paper."""
    order = to_mailbox("")
    wait_for("PDF", lambda: sql("select 1 from varta.document where of_id = %s and pdf is not null", order))
    assert shown(order) == ("", "issued") and mails(order) == []


def check_silence(syncd):
    log, data = syncd.log(), orders.dumped()
    assert len(seen) >= 3
    for token in seen:
        assert token not in log and token not in data
    for secret in ("autodor@", "nobody@", PASSWORD, LINKS):
        assert secret not in log, secret
    assert "/link/*" in log


def main():
    if not shutil.which(EXIM):
        print("skipped: there is no exim4")
        sys.exit(77)
    sql("update varta.transport set base = '200 milliseconds', factor = 1, jitter = 0 where code = 'mail'")
    sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
    orders.prepare()
    descriptor = os.open(SECRETS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"password": PASSWORD, "links": LINKS}, file)
    with Smtpd() as smtpd, Syncd(settings=settings(smtpd)) as syncd:
        smtpd.bounce_to(f"http://127.0.0.1:{syncd.port}/mail/bounce")
        order, mail = check_letter(syncd, smtpd)
        check_more(smtpd, order, mail)
        check_lost(smtpd)
        check_again(smtpd)
        check_forged(syncd, smtpd)
        check_after_answer(syncd, smtpd)
        check_nothing(smtpd)
        check_silence(syncd)


main()
