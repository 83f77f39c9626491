"""What is wrong is refused in the standard's shape, with the right status and a text that names the
field; nothing of it is stored. What a resident wrote never becomes markup or a control sequence."""
import socket
import sys
import urllib.parse

import psycopg2

from syncd import FORM, Syncd

GOOD = {"service_code": "road", "lat": "50.46", "long": "30.50", "description": "Яма"}
OWN = {"jurisdiction_id": "kyiv", "api_key": "test-key"}
KYIV = {"jurisdiction_id": "kyiv"}


def check(answer, status, word):
    assert answer.status == status, (answer, status, word)
    if answer.headers["content-type"].startswith("text/xml"):
        assert answer.xml.tag == "errors" and answer.xml.findtext("error/code") == str(status), answer
        text = answer.xml.findtext("error/description")
    else:
        (error,) = answer.json
        assert set(error) == {"code", "description"} and error["code"] == status, answer
        text = error["description"]
    assert word in text, (text, word)
    return text


def check_identity(syncd):
    """Who asks: the jurisdiction first, then the key; another city's key opens nothing."""
    def post(**identity):
        return syncd.post("requests.xml", {**GOOD, **identity}, jurisdiction=None)

    check(post(api_key="test-key"), 400, "jurisdiction_id")
    check(post(jurisdiction_id="kyiv"), 400, "api_key")
    check(post(jurisdiction_id="kyiv", api_key=""), 400, "api_key")
    check(post(jurisdiction_id="lviv", api_key="test-key"), 404, "jurisdiction_id")
    check(post(jurisdiction_id="kyiv", api_key="wrong"), 403, "api_key")
    check(post(jurisdiction_id="kyiv", api_key="poltava-key"), 403, "api_key")
    check(syncd.get("services.xml"), 400, "jurisdiction_id")
    check(syncd.get("services.json", {"jurisdiction_id": "lviv"}), 404, "jurisdiction_id")
    check(syncd.get("requests.json", {**KYIV, "api_key": "wrong"}), 403, "api_key")
    check(syncd.get("servicerequestupdates.xml", KYIV), 400, "api_key")
    check(syncd.get("servicerequestupdates.json", {**KYIV, "api_key": "poltava-key"}), 403, "api_key")


def check_fields(syncd):
    for change, word in (
            ({"service_code": ""}, "service_code: missing"), ({"service_code": "nothing"}, "nothing"),
            ({"lat": ""}, "lat: missing"), ({"long": ""}, "long: missing"), ({"lat": "north"}, "lat: 'north'"),
            ({"lat": "91"}, "lat: '91'"), ({"long": "181"}, "long: '181'"), ({"lat": "", "long": ""}, "address_string"),
            ({"requested_datetime": "soon"}, "requested_datetime: 'soon'"), ({"lat": ["50", "51"]}, "lat: given")):
        for kind in "xml", "json":
            check(syncd.post(f"requests.{kind}", {**GOOD, **change}), 400, word)
    check(syncd.post("servicerequestupdates.xml", {"update_id": "1"}), 400, "service_request_id: missing")
    check(syncd.post("servicerequestupdates.xml", {"service_request_id": "1"}), 400, "update_id: missing")


def check_bytes(syncd):
    def post(body, kind=FORM):
        return syncd.request("POST", "/open311/requests.json", body, {"Content-Type": kind})

    form = urllib.parse.urlencode({**GOOD, **OWN}).encode()
    check(post(form + b"&first_name=%ff"), 400, "first_name")
    check(post(form + b"&first_name=a%00b"), 400, "first_name")
    check(post(form + b"&first_name=%C3%28"), 400, "first_name")
    check(post(form + b"&first_name=%4"), 400, "first_name")
    check(post(form + b"&first_name=\xff"), 400, "UTF-8")
    check(post(b"&".join([b"a=1"] * 300)), 400, "fields")
    check(post(b"{", "application/json"), 400, "JSON")
    check(post(b"[]", "application/json"), 400, "JSON object")
    check(post(b"x", "text/plain"), 415, "Content-Type")
    check(post(b"x", "multipart/form-data"), 415, "boundary")
    check(post(b"--x\r\n", "multipart/form-data; boundary=x"), 415, "a boundary of 2 to 70 characters")
    part = b'--xyz\r\nContent-Disposition: form-data; name="description"\r\n'
    check(post(part + b"\r\na\rb\r\n--xyz--\r\n", "multipart/form-data; boundary=xyz"), 400, "CR without LF")
    check(post(part + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q--\r\n--xyz--\r\n", "multipart/form-data; boundary=xyz"), 400,
          "parts within a part")


def check_dates(syncd):
    """An unescaped '+' of an offset arrives as a blank; a bad date is the peer's mistake, not a crash."""
    for name in "requests", "servicerequestupdates":
        base = f"/open311/{name}.json?jurisdiction_id=kyiv&api_key=test-key"
        plus = syncd.request("GET", f"{base}&start_date=2026-11-22T10:00:00+02:00&end_date=2026-11-23T10:00:00+02:00")
        assert plus.status == 200, plus
        check(syncd.request("GET", f"{base}&start_date=yesterday"), 400, "start_date: 'yesterday'")
        check(syncd.request("GET", f"{base}&end_date=2026-02-30"), 400, "end_date")
        check(syncd.request("GET", f"{base}&start_date=2026-01-01&end_date=2026-12-01"), 400, "90 days")
        check(syncd.request("GET", f"{base}&start_date=2026-02-01&end_date=2026-01-01"), 400, "start_date")


def check_addresses(syncd):
    for path in ("/", "/open311/", "/open311/services", "/open311/services.html", "/open311/services/.xml",
                 "/open311/services/a/b.xml", "/open311//health", "/open311/v2/v2/services.xml", "/health.xml",
                 "/open311/../health", "/services.xml", "/open311/tokens/.json"):
        check(syncd.request("GET", path), 404, "nothing")
    answer = syncd.request("DELETE", "/open311/requests.json")
    check(answer, 405, "method")
    assert answer.headers["allow"] == "GET, HEAD, POST", answer.headers
    assert syncd.request("POST", "/open311/services.xml", "").headers["allow"] == "GET, HEAD"
    check(syncd.request("GET", "/open311/services/%FF.xml?jurisdiction_id=kyiv"), 400, "UTF-8")


def check_hostile_text(syncd):
    """Markup, terminal sequences and bidirectional controls go through as text, in both formats."""
    text = 'Яма <script>alert(1)</script> & "x" ]]> \x1b[31m\x07 \u202e' + "\r\n\r\nрядок\rще"
    number = syncd.report(description=text, **{"attribute[fixmystreet_id]": "<1>"})
    xml = syncd.get(f"requests/{number}.xml", OWN)
    assert b"<script" not in xml.body and b"\x1b" not in xml.body and b"\x07" not in xml.body
    shown = xml.xml.findtext("request/description")
    stored = syncd.get(f"requests/{number}.json", OWN).json[0]["description"]
    assert "<script>alert(1)</script>" in stored and "\x1b[31m\x07" in stored and "\u202e" in stored, stored
    assert shown == stored.replace("\x1b", "\ufffd").replace("\x07", "\ufffd"), (shown, stored)
    assert b"\x1b" not in syncd.get(f"requests/{number}.json", OWN).body
    assert raw_status(syncd, b"G\x1b[2JT /\x1b]0;x\x07 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") >= 400
    evil = urllib.parse.quote("<b>\x1b[2J")
    check(syncd.request("GET", f"/open311/services/{evil}.xml?jurisdiction_id=kyiv"), 404, "<b>")


def check_place(syncd):
    """A place is asked for where the kind of request needs one: not for a question, but for a dangerous place."""
    for kind in "xml", "json":
        for place in {}, {"lat": "", "long": ""}:
            said = {"description": f"Куди звертатися? {kind} {place}", **place}
            answer = syncd.post(f"requests.{kind}", {"service_code": "question", **said})
            assert answer.status == 200, answer
            check(syncd.post(f"requests.{kind}", {"service_code": "spot", **said}), 400,
                  "lat and long, address_string or address_id is missing")
    with psycopg2.connect(user="postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select kind, point is null, count(*) from varta.request where body || title like '%Куди звертатися?%' group by 1, 2")
        assert cursor.fetchall() == [(1, True, 4)], cursor.statusmessage


def raw_status(syncd, request):
    with socket.create_connection(("127.0.0.1", syncd.port), timeout=30) as peer:
        peer.sendall(request)
        return int(peer.recv(65536).split()[1])


def main():
    with Syncd() as syncd:
        check_identity(syncd)
        check_fields(syncd)
        check_bytes(syncd)
        check_dates(syncd)
        check_addresses(syncd)
        with psycopg2.connect(user="postgres") as connection, connection.cursor() as cursor:
            cursor.execute("select count(*) from varta.submission")
            assert cursor.fetchone()[0] == 0
        check_hostile_text(syncd)
        check_place(syncd)
        log = syncd.log()
        assert "test-key" not in log and "Яма" not in log and "jurisdiction" not in log and "\x1b" not in log, log


sys.exit(main())
