"""Answers pushed to a FixMyStreet: its words, its time, in order and once, however the peer behaves.
It answers slowly, wrongly, not at all; the daemon is killed after the peer took an answer and before
the database knew; two daemons share the work; keys come and go without a restart."""
import json
import os
import random
import re
import signal
import ssl
import subprocess
import sys
import threading
import time

import reports
from peers import FixMyStreet, Handler, Server
from reports import act, sql
from syncd import Syncd, wait_for

KEY = "a key & secret=+ключ"
KEYS_FILE = f"{os.environ.get('TMPDIR', '/tmp')}/keys"
SETTINGS = (f"keys_file: {KEYS_FILE}", "push_timeout: 3s")


def write_keys(*names, **keys):
    """The keys of sources, each for the server that the source has now."""
    keys.update((name, KEY) for name in names)
    descriptor = os.open(KEYS_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(f'{name}: {{url: "{url}", key: "{keys[name]}"}}\n'
                           for name, url in sql("select code, url from varta.source where code = any(%s)", list(keys))))


def add_source(name, url, **settings):
    sql("select api.source_add('kyiv', %s, 'push', %s, sha256(%s::bytea))", name, name, name)
    change(name, url=url, peer_jurisdiction="7", **settings)


def change(name, **settings):
    sql("select api.source_set(%s, %s)", name, json.dumps(settings))


def accept(*texts, source):
    """Imports and accepts a request for each text; their numbers as the wire has them."""
    numbers = reports.add(*texts, source=source)
    for number in numbers:
        act("t_moderator", "accept", number, 1)
    return [str(number) for number in numbers]


def version(number):
    return sql("select version from varta.request where id = %s", number)[0][0]


def publish(number, text):
    act("t_moderator", "draft", number, version(number), text, True)
    act("t_moderator", "publish", number, version(number), None)


def left(source=None):
    """Deliveries that are neither made nor given up."""
    return sql("select count(*) from varta.delivery d join varta.source s on s.id = d.source_id"
               " where delivered_at is null and dead_at is null and s.code = coalesce(%s, s.code)", source)[0][0]


def delivered(source=None):
    wait_for("delivery", lambda: left(source) == 0)


def state(number):
    """Attempts, whether it is dead, and the last error, of the newest delivery of a request."""
    return sql("select attempts, dead_at is not null, last_error from varta.delivery where request_id = %s"
               " order by seq desc limit 1", int(number))[0]


def check_words(peer):
    """What the peer gets, field by field; the same update_id as our endpoint gives; only when the
    recall window has ended, and then within seconds."""
    number, = accept("Слова", source="fms")
    delivered()
    accepted = peer.arrivals[-1][1]
    seq, = sql("select seq from varta.outbox where request_id = %s", int(number))[0]
    assert accepted == {"api_key": KEY, "jurisdiction_id": "7", "service_request_id": number, "update_id": str(seq),
                        "updated_datetime": accepted["updated_datetime"], "status": "IN_PROGRESS",
                        "description": "Звернення прийнято, над ним працюють.", "external_status_code": "pending"}, accepted
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]0[23]:00", accepted["updated_datetime"]), accepted
    sql("select api.city_set('kyiv', '{\"recall_window\": \"2 seconds\"}')")
    begin = time.monotonic()
    publish(int(number), "Відремонтували.\n\nДякуємо & 100 % \"+\" <b>")
    sql("select api.city_set('kyiv', '{\"recall_window\": \"0\"}')")
    delivered()
    when, answer = peer.arrivals[-1]
    assert answer["status"] == "closed" and answer["description"] == "Відремонтували.\n\nДякуємо & 100 % \"+\" <b>", answer
    assert 1.5 <= when - begin <= 6, when - begin
    assert int(answer["update_id"]) > seq


def check_moods(peer, database_error):
    """Each way to fail is tried again with its reason shown, and succeeds once the peer is well."""
    for mood, words in database_error:
        before = len(peer.arrivals)
        peer.mode = mood
        number, = accept(f"Настрій {mood.__name__}", source="fms")
        wait_for(f"attempt at {mood.__name__}", lambda: state(number)[0] >= 1)
        attempts, dead, error = state(number)
        assert not dead and words in error, (mood.__name__, error)
        assert all(form["service_request_id"] == number for _, form in peer.arrivals[before:])
        peer.mode = peer.well
        delivered()
        assert number in {form["service_request_id"] for form in peer.updates.values()}


def check_refused(peer):
    """What the peer does not know is given up at once, and holds back nothing."""
    stranger, = reports.add("Невідоме", source="fms")
    peer.unknown.add(str(stranger))
    act("t_moderator", "accept", stranger, 1)
    after, = accept("Наступне", source="fms")
    delivered()
    assert state(stranger)[:2] == (1, True) and "not found" in state(stranger)[2], state(stranger)
    assert peer.arrivals[-1][1]["service_request_id"] == after
    peer.unknown.clear()
    sql("select api.outbox_replay(null, 'fms')")
    delivered()
    assert peer.arrivals[-1][1]["service_request_id"] == str(stranger)


def check_away(peer):
    """Nobody listens; then everything arrives, what is about one request in its order."""
    peer.stop()
    numbers = accept("Раз", "Два", "Три", source="fms")
    wait_for("attempt", lambda: state(numbers[0])[0] >= 1)
    assert "connect" in state(numbers[0])[2], state(numbers[0])
    for number in numbers:
        publish(int(number), "Відповідь")
    before = len(peer.arrivals)
    peer.start()
    delivered()
    arrived = [(form["service_request_id"], form["status"]) for _, form in peer.arrivals[before:]]
    assert sorted(arrived) == sorted((number, status) for number in numbers for status in ("IN_PROGRESS", "closed")), arrived
    for number in numbers:
        assert [status for request, status in arrived if request == number] == ["IN_PROGRESS", "closed"], arrived


def check_bad_letters(peer):
    """Ten letters that always fail, in a row, and others behind them: those arrive, before any of the ten is tried for the third time."""
    sql("update varta.transport set base = '60 seconds' where code = 'push'")
    bad = reports.add(*(f"Хибний лист {n}" for n in range(10)), source="fms")

    def picky(handler, form):
        if int(form["service_request_id"]) in bad:
            peer.fails(handler, form)
        else:
            peer.well(handler, form)

    peer.mode = picky
    for number in bad[:2]:
        act("t_moderator", "accept", number, 1)
    good = accept("За двома", source="fms")
    begun = time.monotonic()
    wait_for("the letter behind two", lambda: state(good[0]) and left("fms") == 2)
    assert time.monotonic() - begun < 10, "it waited for those that fail"
    for number in bad[2:]:
        act("t_moderator", "accept", number, 1)
    good += accept("За десятьма", source="fms")
    wait_for("the letter behind ten", lambda: left("fms") == 10, 120)
    print(f"syncd.behind_ten_letters_s {time.monotonic() - begun:.0f}")
    peer.mode = peer.well
    sql("update varta.transport set base = '200 milliseconds' where code = 'push'")
    sql("select sync.outbox_retry('fms')")
    sql("select varta.tell('outbox')")
    delivered()


def check_order(peer, other, syncd):
    """One source's updates one after the other, two sources side by side: a slow one holds up nobody."""
    peer.mode = peer.slowly
    syncd.process.send_signal(signal.SIGSTOP)  # until all of them are there
    before, beside = len(peer.arrivals), len(other.arrivals)
    slow = accept(*(f"Повільно {n}" for n in range(8)), source="fms")
    quick = accept(*(f"Швидко {n}" for n in range(8)), source="other")
    syncd.process.send_signal(signal.SIGCONT)
    delivered("other")
    assert left("fms") > 0, "the quick source waited for the slow one"
    delivered()
    peer.mode = peer.well
    assert [form["service_request_id"] for _, form in peer.arrivals[before:]] == slow
    assert [form["service_request_id"] for _, form in other.arrivals[beside:]] == quick
    times = [when for when, _ in peer.arrivals[before:]]
    assert all(later - sooner > 0.19 for sooner, later in zip(times, times[1:])), times


def check_gossip(peer, syncd):
    """Neither the key nor what a resident is told comes back into the log, nor the key into the database."""
    for mode in peer.gossip, peer.gossip_escaped, peer.gossip_long:
        peer.mode = mode
        number, = accept("Плітка", source="fms")
        wait_for("end", lambda number=number: state(number)[1])
        for word in KEY, "secret", "\x1b":
            assert word not in state(number)[2], (mode, state(number))
    peer.mode = peer.well


def check_keys(peer, syncd):
    """Without a key nothing is posted and the reason is shown; SIGHUP brings the key."""
    number, = accept("Без ключа", source="fresh")
    wait_for("attempt", lambda: state(number)[0] >= 1)
    assert "no key" in state(number)[2], state(number)
    write_keys("fms", "other", "fresh")
    os.chmod(KEYS_FILE, 0o644)
    syncd.process.send_signal(signal.SIGHUP)
    wait_for("complaint", lambda: "others may use it" in syncd.log())
    os.chmod(KEYS_FILE, 0o600)
    sql("update varta.delivery set next_at = now() + interval '1 hour' where request_id = %s", int(number))
    syncd.process.send_signal(signal.SIGHUP)
    delivered()
    assert peer.arrivals[-1][1]["service_request_id"] == number


def next_seq():
    """The number of the next row of the outbox."""
    return sql("select last_value + 1 from varta.outbox_seq_seq")[0][0]


def answered(peer, number, text):
    """Publishes and waits; the update_id of that answer at the peer."""
    publish(int(number), text)
    delivered()
    return [form["update_id"] for form in peer.updates.values() if form["service_request_id"] == number and form["description"] == text]


def check_number_of_a_comment(peer):
    """A FixMyStreet has a resident's comment under the number of our update, and says 'already exists': one that we gave
    out is known here and is avoided, and of another, which cannot be of an attempt before, the peer is asked once."""
    number, = accept("Той самий номер", source="fms")
    delivered()
    seq = next_seq()
    peer.resident(number, seq)
    ask = [{"service_request_id": number, "update_id": str(seq), "description": "Ще стоїть"}]
    stored = sql("select c.outcome, c.update_id from varta.source s cross join lateral sync.comments(s.id, %s::jsonb) c where s.code = 'fms'",
                 json.dumps(ask))
    assert stored[0][0] == "stored" and stored[0][1].startswith("c"), stored
    assert answered(peer, number, "Відповідь під своїм номером") == [f"u{seq}"]
    assert peer.questions == []
    number, = accept("Чужий номер", source="fms")
    delivered()
    seq = next_seq()
    peer.resident(number, seq)
    assert answered(peer, number, "Відповідь попри чужий номер") == [f"u{seq}"]
    assert len(peer.questions) == 1, peer.questions


def check_number_looked_at(peer):
    """Where the peer shows its updates, what it has under the number decides, also after an attempt that failed: another's
    words are no delivery, our own are, and are not sent again."""
    peer.shows = True
    number, = accept("Показує чуже", source="fms")
    delivered()
    seq = next_seq()
    peer.mode = peer.fails
    publish(int(number), "Відповідь, якої там ще немає")
    wait_for("attempt", lambda: state(number)[0] >= 1)
    peer.resident(number, seq)
    peer.mode = peer.well
    delivered()
    assert [u for u, form in peer.updates.items() if form["description"] == "Відповідь, якої там ще немає"] == [f"u{seq}"]
    peer.mode = peer.half
    number, = accept("Показує наше", source="fms")
    wait_for("attempt", lambda: state(number)[0] >= 1)
    peer.mode = peer.well
    delivered()
    assert len([1 for form in peer.updates.values() if form["service_request_id"] == number]) == 1
    assert peer.questions[-1]["service_request_id"] == number
    peer.shows = False


def check_text(peer):
    """A change without a text, or with one that is false to Perl, says what became of the request."""
    number, = accept("Без тексту", source="fms")
    delivered()
    assert state(number)[1:] == (False, ""), state(number)
    assert peer.arrivals[-1][1]["description"] == "Звернення прийнято, над ним працюють.", peer.arrivals[-1]
    assert answered(peer, number, "0") == [] and peer.arrivals[-1][1]["description"] == "0.", peer.arrivals[-1]
    act("t_moderator", "reopen", int(number), version(number))
    delivered()
    assert peer.arrivals[-1][1]["description"] == "Звернення прийнято, над ним працюють.", peer.arrivals[-1]


class Held:
    """The peer as it takes an update and answers it only once go is set."""

    def __init__(self, peer):
        self.peer, self.reached, self.go = peer, threading.Event(), threading.Event()
        peer.mode = self.answer

    def answer(self, handler, form):
        self.reached.set()
        self.go.wait(30)
        self.peer.well(handler, form)


def check_killed(peer, syncd):
    """Killed after the peer took it and before the database knew: it comes again, the peer has it
    already, and that is a delivery."""
    reached, go = threading.Event(), threading.Event()

    def well_and_wait(handler, form):
        with peer.lock:
            peer.updates[form["update_id"]] = form
        reached.set()
        go.wait(30)

    peer.mode = well_and_wait
    number, = accept("Убито", source="fms")
    assert reached.wait(30)
    syncd.kill()
    peer.mode = peer.well
    go.set()
    syncd.start()
    delivered()
    forms = [form for _, form in peer.arrivals if form["service_request_id"] == number]
    assert len(forms) == 2 and forms[0] == forms[1], forms
    assert "not heard of again" in state(number)[2], state(number)


def check_restarted_database(peer, syncd):
    """The connection goes while the peer has the update in hand: the report follows."""
    held = Held(peer)
    number, = accept("З'єднання", source="fms")
    assert held.reached.wait(30)
    sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'varta-syncd push'")
    peer.mode = peer.well
    held.go.set()
    delivered()
    assert len([1 for _, form in peer.arrivals if form["service_request_id"] == number]) == 1


def check_drain(peer, syncd):
    """SIGTERM: the update in hand is finished, the others go back without an attempt."""
    held = Held(peer)
    numbers = accept(*(f"Кінець {n}" for n in range(5)), source="fms")
    assert held.reached.wait(30)
    syncd.process.send_signal(signal.SIGTERM)
    wait_for("end", lambda: "stopping: what has begun" in syncd.log().rpartition("listening at")[2])
    held.go.set()
    syncd.stop()
    rows = sql("select attempts, leased_by, delivered_at is not null from varta.delivery where request_id >= %s order by seq",
               int(numbers[0]))
    assert all(row[:2] == (0, None) for row in rows) and rows[0][2] and not rows[-1][2], rows
    peer.mode = peer.well
    syncd.start()
    delivered()


def check_shared(peer, other):
    """Two daemons at one outbox: everything once, each source in its order."""
    before, beside = len(peer.arrivals), len(other.arrivals)
    with Syncd(settings=SETTINGS):
        ours = accept(*(f"Спільно {n}" for n in range(30)), source="fms")
        theirs = accept(*(f"Разом {n}" for n in range(30)), source="other")
        delivered()
    assert [form["service_request_id"] for _, form in peer.arrivals[before:]] == ours
    assert [form["service_request_id"] for _, form in other.arrivals[beside:]] == theirs


def check_killed_often(peer):
    """Killed at six moments while sixty answers leave: each of them at the peer once, and none is lost."""
    chance = random.Random(5)

    def moody(handler, form):
        time.sleep(chance.uniform(0, 0.03))
        peer.well(handler, form)
        time.sleep(chance.uniform(0, 0.03))

    before = set(peer.updates)
    peer.mode = moody
    syncd = Syncd(settings=(SETTINGS[0], "push_timeout: 300ms"))
    numbers = accept(*(f"Загибель {n}" for n in range(60)), source="fms")
    for _ in range(6):
        time.sleep(chance.uniform(0.1, 0.4))
        syncd.kill()
        syncd.start()
    delivered()
    syncd.stop()
    peer.mode = peer.well
    forms = [form for update, form in peer.updates.items() if update not in before]
    assert [form["service_request_id"] for form in forms] == numbers, "each once, in their order"


def read_again(syncd):
    """The daemon has the keys as they are now."""
    before = syncd.log().count("the file of keys was read again")
    syncd.process.send_signal(signal.SIGHUP)
    wait_for("keys", lambda: syncd.log().count("the file of keys was read again") > before)


def check_thief(peer, syncd):
    """Whoever may change the source has its url lead to a server of his own: the key was sent there. It is sent to the server that
    the file of keys names for it and to no other, whatever port, scheme or name of the same machine."""
    right = sql("select url from varta.source where code = 'other'")[0][0]
    with FixMyStreet(KEY, "7") as thief:
        port = thief.url.split(":")[2].split("/")[0]
        for url in (thief.url, f"http://localhost:{port}/open311/v2", right.replace("http:", "https:"), right.replace("127.0.0.1", "127.0.0.2")):
            change("other", url=url)
            number, = accept(f"Злодій {url}", source="other")
            wait_for("attempt", lambda: state(number)[0] >= 1)
            assert f"is for {right} and is not sent to {url}" in state(number)[2], state(number)
            change("other", url=right)
            delivered()
            assert peer.arrivals[-1][1]["service_request_id"] == number
        assert thief.arrivals == [], thief.arrivals
    assert f"the key of the source is for {right}" in syncd.log()
    with open(os.open(KEYS_FILE, os.O_WRONLY | os.O_TRUNC), "w", encoding="utf-8") as file:
        file.write(f'other: "{KEY}"\n')
    read_again(syncd)
    before = len(peer.arrivals)
    number, = accept("Без адреси", source="other")
    wait_for("attempt", lambda: state(number)[0] >= 1)
    assert "does not say which server it is for: write 'other: {url: URL, key: KEY}'" in state(number)[2], state(number)
    assert len(peer.arrivals) == before
    write_keys("fms", "other")
    read_again(syncd)
    delivered()


def check_certificate(peer, syncd):
    """A server whose certificate nobody vouches for gets nothing."""
    folder = os.path.dirname(KEYS_FILE)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2",
                    "-keyout", f"{folder}/tls.key", "-out", f"{folder}/tls.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/tls.pem", f"{folder}/tls.key")
    server = Server(("127.0.0.1", 0), Handler)
    server.peer = peer
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    before = len(peer.arrivals)
    change("other", url=f"https://127.0.0.1:{server.server_address[1]}{peer.PATH}")
    write_keys("fms", "other")
    read_again(syncd)
    number, = accept("Сертифікат", source="other")
    wait_for("attempt", lambda: state(number)[0] >= 1)
    assert "certificate" in state(number)[2] and len(peer.arrivals) == before, state(number)
    server.stop()


def check_silence(syncd, peer):
    """No key, no word of a resident or for one stands in the log; nothing came twice."""
    log = syncd.log()
    for secret in (KEY, "secret", "Відремонтували", "Слова"):
        assert secret not in log, secret
    assert len(peer.updates) == len({form["update_id"] for form in peer.updates.values()})


def main():
    sql("update varta.transport set base = '200 milliseconds', factor = 1, jitter = 0 where code = 'push'")
    with FixMyStreet(KEY, "7") as peer, FixMyStreet(KEY, "7") as other:
        add_source("fms", peer.url, status_map={"pending": "IN_PROGRESS"})
        add_source("other", other.url.rstrip("/"))
        add_source("fresh", peer.url)
        write_keys("fms", "other")
        with Syncd(settings=SETTINGS) as syncd:
            check_words(peer)
            check_text(peer)
            check_number_of_a_comment(peer)
            check_number_looked_at(peer)
            check_moods(peer, ((peer.fails, "500"), (peer.html, "no JSON"), (peer.half, ""), (peer.shapeless, "update_id"),
                               (peer.flood, "longer"), (peer.elsewhere, "302"), (peer.never, "imed out"), (peer.busy_now, "503")))
            check_refused(peer)
            check_away(peer)
            check_bad_letters(peer)
            check_order(peer, other, syncd)
            check_gossip(peer, syncd)
            check_keys(peer, syncd)
            check_restarted_database(peer, syncd)
            check_killed(peer, syncd)
            check_drain(peer, syncd)
            check_shared(peer, other)
        check_killed_often(peer)
        with Syncd(settings=SETTINGS) as syncd:
            check_thief(other, syncd)
            check_certificate(other, syncd)
            check_silence(syncd, peer)


sys.exit(main())
