"""Clients that are slow, rude or many: bodies and addresses have limits, a slow client is dropped in
time, a waiting one learns of 503, and 64 that post at the same moment get 64 numbers."""
import socket
import sys
import threading
import time
import urllib.parse

import psycopg2

from syncd import FORM, Syncd, wait_for

OWN = {"jurisdiction_id": "kyiv", "api_key": "test-key"}
GOOD = {"service_code": "road", "lat": "50.46", "long": "30.50", **OWN}
TIMEOUT = 2.0  # seconds, as configured below: what is not slow stays within it on a busy machine, too


def talk(syncd, *pieces):
    """Sends the pieces; everything that comes until the connection ends, and the seconds it took."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", syncd.port), timeout=30) as peer:
        answer = b""
        try:
            for piece in pieces:
                peer.sendall(piece)
            while data := peer.recv(65536):
                answer += data
        except (BrokenPipeError, ConnectionResetError):
            pass
    return answer, time.monotonic() - begin


def check_body_limit(syncd):
    headers = {"Content-Type": FORM}
    answer = syncd.request("POST", "/open311/requests.json", "a=" + "x" * 5000, headers)
    assert answer.status == 413 and answer.json[0]["code"] == 413, answer
    fits = urllib.parse.urlencode({**GOOD, "description": "x"})
    fits += "x" * (4096 - len(fits))
    assert syncd.request("POST", "/open311/requests.json", fits, headers).status == 200
    assert syncd.request("POST", "/open311/requests.json", fits + "x", headers).status == 413
    # without a length: the limit is met while it is read
    chunked = syncd.connect()
    chunked.request("POST", "/open311/requests.json", iter([b"a=" + b"x" * 3000] * 2), headers, encode_chunked=True)
    assert chunked.getresponse().status == 413
    chunked.close()
    # far too long: answered before it is read, or cut off
    head = b"POST /open311/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM.encode()
    answer, _ = talk(syncd, head + b"\r\nContent-Length: 100000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413"), answer
    answer, _ = talk(syncd, head + b"\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1000\r\n" + b"x" * 4096 + b"\r\n"] * 64)
    assert b"200 OK" not in answer


def check_address_limit(syncd):
    answer = syncd.request("GET", "/open311/services.json?x=" + "y" * 9000)
    assert answer.status == 414, answer
    answer, _ = talk(syncd, b"GET /open311/services.json?x=" + b"y" * 100000 + b" HTTP/1.0\r\n\r\n")
    assert b"200 OK" not in answer


def check_slow_clients(syncd):
    """Silent, dripping the head, dripping the body: each is gone after request_timeout."""
    def drip(start):
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", syncd.port), timeout=30) as peer:
            peer.sendall(start)
            peer.settimeout(0.05)
            while True:
                try:
                    peer.sendall(b"x")
                    if not peer.recv(100):
                        break
                except TimeoutError:
                    pass
                except OSError:
                    break
                assert time.monotonic() - begin < 20, "a slow client is still there"
        return time.monotonic() - begin

    _, took = talk(syncd, b"")
    assert took >= TIMEOUT * 0.9, took
    assert drip(b"GET /open311/services.json HTTP/1.1\r\nHost: ") >= TIMEOUT * 0.9
    assert drip(b"POST /open311/requests.json HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n") >= TIMEOUT * 0.9
    # who asks again and again on one connection is not slow
    connection = syncd.connect()
    begin = time.monotonic()
    while time.monotonic() - begin < TIMEOUT * 1.5:
        connection.request("GET", "/open311/discovery.json")
        response = connection.getresponse()
        assert response.status == 200 and response.read()
        time.sleep(TIMEOUT / 8)
    connection.close()


def check_waiting(syncd):
    """The table is locked: the import waits, its sender learns of 503 in time, and the next is stored."""
    with psycopg2.connect(user="postgres") as connection, connection.cursor() as cursor:
        cursor.execute("lock table varta.submission in exclusive mode")
        begin = time.monotonic()
        answer = syncd.request("POST", "/open311/requests.xml", urllib.parse.urlencode({**GOOD, "description": "чекає"}),
                               {"Content-Type": FORM})
        took = time.monotonic() - begin
        assert answer.status == 503 and "retry-after" in answer.headers, answer
        assert answer.xml.findtext("error/code") == "503" and TIMEOUT * 0.9 <= took < 10, took
    assert syncd.report(description="далі")


def check_parallel():
    """All distinct, however long the last of them has to wait."""
    numbers, errors = [], []
    start = threading.Barrier(64)

    def post(syncd, n):
        start.wait()
        try:
            numbers.append(syncd.report(description=f"Яма номер {n}", **{"attribute[fixmystreet_id]": f"p{n}"}))
        except Exception as error:  # noqa: BLE001 - told by the main thread
            errors.append(error)

    with Syncd(settings=["max_connections: 80"]) as syncd:
        threads = [threading.Thread(target=post, args=(syncd, n)) for n in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not errors, errors
    assert len(set(numbers)) == 64, sorted(numbers)
    with psycopg2.connect(user="postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct request_id) from varta.submission where external_id like 'p%'")
        assert cursor.fetchone() == (64, 64)


def check_connections(syncd):
    """Beyond max_connections one waits its turn; nobody is answered wrongly."""
    idle = [socket.create_connection(("127.0.0.1", syncd.port)) for _ in range(100)]
    assert wait_for("answer", lambda: syncd.request("GET", "/health").status == 200)
    for peer in idle:
        peer.close()


def from_outside(syncd, address, query=None, **headers):
    return syncd.request("GET", "/open311/services.json?" + urllib.parse.urlencode(query or {"jurisdiction_id": "kyiv"}),
                         headers={"X-Forwarded-For": address, **headers})


def check_rates():
    """Six at once, then 429 with the time to wait; another address, a right key and whoever sits at the
    machine itself are not concerned; a forged start of the header changes nothing."""
    with Syncd(settings=["rate_address: 36", "rate_key: 60"]) as syncd:
        answers = [from_outside(syncd, f"198.51.100.{n}, 203.0.113.7") for n in range(12)]
        assert [answer.status for answer in answers[:7]] == [200] * 7, answers
        refused = answers[-1]
        assert refused.status == 429 and 1 <= int(refused.headers["retry-after"]) <= 10, refused
        assert refused.json[0]["code"] == 429 and "try again" in refused.json[0]["description"], refused
        assert from_outside(syncd, "203.0.113.7:4711").status == 429
        assert from_outside(syncd, "203.0.113.8").status == 200
        assert [from_outside(syncd, f"2001:db8::{n}").status for n in range(8)].count(429) >= 1, "one network"
        assert from_outside(syncd, "2001:db8:0:1::1").status == 200
        assert all(syncd.get("services.json", {"jurisdiction_id": "kyiv"}).status == 200 for _ in range(20)), "ourselves"
        answers = [from_outside(syncd, "192.0.2.1", OWN).status for _ in range(14)]
        assert answers[:10] == [200] * 10 and answers[-1] == 429, answers
        answer = from_outside(syncd, "192.0.2.1")
        assert answer.status == 200, "a right key does not count against the address"
        answer = syncd.post("requests.json", GOOD)
        assert answer.status == 429 and "api_key" in answer.json[0]["description"], answer
        log = syncd.log()
        assert "status=429" in log and "203.0.113" not in log, "nobody's address is in the log"


def check_crowd():
    """Slow ones that take up most places are dropped soon: who comes then is served long before
    request_timeout."""
    with Syncd(settings=["request_timeout: 20s", "max_connections: 40"]) as syncd:
        slow = [socket.create_connection(("127.0.0.1", syncd.port)) for _ in range(60)]
        for peer in slow:
            peer.sendall(b"POST /open311/requests.json HTTP/1.1\r\nHost: a\r\nContent-Le")
        begin = time.monotonic()
        assert syncd.request("GET", "/health").status == 200
        assert time.monotonic() - begin < 10, time.monotonic() - begin
        for peer in slow:
            peer.close()


def check_honeypot():
    """What fills in the field that nobody sees is refused and told why; nothing of it is stored."""
    with Syncd(settings=["honeypot: website"]) as syncd:
        for form in {**GOOD, "website": "https://spam.example"}, {**GOOD, "website": ""}:
            answer = syncd.post("requests.json", {**form, "description": "приманка"})
            assert answer.status == (400 if form["website"] else 200), answer
            assert answer.status == 200 or answer.json[0]["description"] == "website: has to be empty", answer
    with psycopg2.connect(user="postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from varta.request where title = 'приманка'")
        assert cursor.fetchone() == (1,)


def check_proxies():
    """Who is not trusted is taken for himself, whatever he says; a wrong network is named."""
    with Syncd(settings=["rate_address: 6", "trusted_proxies: [10.0.0.0/8]"]) as syncd:
        answers = [from_outside(syncd, f"203.0.113.{n}").status for n in range(6)]
        assert answers[-1] == 429, answers


def main():
    settings = ["max_body: 4096", f"request_timeout: {int(TIMEOUT * 1000)}ms", "max_connections: 80"]
    with Syncd(settings=settings) as syncd:
        check_body_limit(syncd)
        check_address_limit(syncd)
        check_slow_clients(syncd)
        check_waiting(syncd)
        check_connections(syncd)
    check_parallel()
    check_rates()
    check_crowd()
    check_proxies()
    check_honeypot()


sys.exit(main())
