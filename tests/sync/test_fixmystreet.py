"""The five calls of a FixMyStreet, byte for byte as its client (libwww-perl) writes them, through a
plain socket. What it stored has to be what the resident wrote; a repetition, which comes after any
failure, must not make a second request; and what the moderator published comes back to it."""
import datetime
import socket
import sys
import xml.etree.ElementTree as ElementTree

from reports import sql
from syncd import Syncd

HEAD = "TE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\nHost: 127.0.0.1\r\nUser-Agent: libwww-perl/6.68\r\n"

REPORT = (
    "long=30.5034&attribute%5Bfixmystreet_id%5D=4&email=citizen%40example.org&lat=50.4601"
    "&first_name=%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0&service_code=question"
    "&last_name=%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D0%B5%D0%BD%D0%BA%D0%BE"
    "&description=%D0%AF%D0%BC%D0%B0+%D0%B1%D1%96%D0%BB%D1%8F+%D1%88%D0%BA%D0%BE%D0%BB%D0%B8%0D%0A%0D%0A"
    "%D0%A0%D1%8F%D0%B4%D0%BE%D0%BA+1%0D%0A%D0%A0%D1%8F%D0%B4%D0%BE%D0%BA+2+%26+%3Ci%3Ehtml%3C%2Fi%3E+"
    "%E2%80%94+%22%D0%BB%D0%B0%D0%BF%D0%BA%D0%B8%22%0D%0A%0D%0Ahttp%3A%2F%2F127.0.0.1%3A3000%2Freport%2F4%0D%0A"
    "&api_key=test-key&jurisdiction_id=kyiv")
DESCRIPTION = 'Рядок 1\nРядок 2 & <i>html</i> — "лапки"\n\nhttp://127.0.0.1:3000/report/4'

COMMENT = (
    "status=OPEN&jurisdiction_id=kyiv&updated_datetime=2026-11-22T17%3A39%3A06%2B02%3A00&service_request_id={id}"
    "&update_id=5&description=%D0%94%D0%BE%D1%81%D1%96+%D1%81%D1%82%D0%BE%D1%97%D1%82%D1%8C!"
    "&email=citizen%40example.org&first_name=%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0"
    "&last_name=%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D0%B5%D0%BD%D0%BA%D0%BE&api_key=test-key")


def talk(syncd, line, body=None):
    """One request as written; status and the XML of the answer."""
    head = HEAD
    if body is not None:
        head += f"Content-Length: {len(body)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection(("127.0.0.1", syncd.port), timeout=30) as peer:
        peer.sendall(f"{line} HTTP/1.1\r\n{head}\r\n{body or ''}".encode())
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), ElementTree.fromstring(content)


def window(hours):
    """start_date and end_date as FixMyStreet writes them: escaped, in UTC, cut to seconds."""
    now = datetime.datetime.now(datetime.timezone.utc)
    start = now - datetime.timedelta(hours=hours)
    return "start_date={:%Y-%m-%dT%H%%3A%M%%3A%SZ}&end_date={:%Y-%m-%dT%H%%3A%M%%3A%SZ}".format(start, now)


def check_services(syncd):
    status, tree = talk(syncd, "GET /open311/services.xml?jurisdiction_id=kyiv")
    assert status == 200 and len(tree) == 10
    for service in tree:
        assert service.findtext("metadata") == "true"
        code = service.findtext("service_code")
        status, definition = talk(syncd, f"GET /open311/services/{code}.xml?jurisdiction_id=kyiv")
        assert status == 200 and definition.findtext("attributes/attribute/code") == "fixmystreet_id"


def check_report(syncd):
    status, tree = talk(syncd, "POST /open311/requests.xml", REPORT)
    assert status == 200, ElementTree.tostring(tree)
    number = tree.findtext("request/service_request_id")
    again = talk(syncd, "POST /open311/requests.xml", REPORT)
    assert again[1].findtext("request/service_request_id") == number
    # after an edit there it is still that report
    talk(syncd, "POST /open311/requests.xml", REPORT.replace("html", "HTML"))
    rows = sql("select r.id, r.title, r.body, s.raw, s.external_id, p.email, p.first_name"
                   " from varta.request r join varta.submission s on s.id = r.submission_id"
                   " join varta.reporter p on p.request_id = r.id")
    raw = REPORT.replace("api_key=test-key", "api_key=")
    assert [row[0] for row in rows] == [int(number)], rows
    assert rows[0][1] == "Яма біля школи" and rows[0][2].rstrip() == DESCRIPTION, rows
    assert rows[0][3:] == (raw, "4", "citizen@example.org", "Олена"), rows
    return number


def check_comment(syncd, number):
    """What we call it is no number that an update of ours can have: FixMyStreet keeps both in one column."""
    for _ in range(2):
        status, tree = talk(syncd, "POST /open311/servicerequestupdates.xml", COMMENT.format(id=number))
        known = sql("select id from varta.comment")[0][0]
        assert status == 200 and tree.findtext("request_update/update_id") == f"c{known}", ElementTree.tostring(tree)
    rows = sql("select request_id, body, update_id from varta.comment")
    assert rows == [(int(number), "Досі стоїть!", "5")], rows


def updates(syncd):
    line = f"GET /open311/servicerequestupdates.xml?api_key=test-key&{window(2)}&jurisdiction_id=kyiv"
    status, tree = talk(syncd, line)
    assert status == 200, ElementTree.tostring(tree)
    return tree


def check_answer(syncd, number):
    """accept, draft and publish in the moderator's name; then the answer is there, once."""
    assert len(updates(syncd)) == 0
    version = sql("select version from varta.request")[0][0]
    version = sql("select version from api.accept(%s, %s)", number, version, user="t_moderator")[0][0]
    version = sql("select version from api.draft(%s, %s, %s, true, null)", number, version,
                  "Яму засипано.\n<Дякуємо>", user="t_moderator")[0][0]
    sql("select version from api.publish(%s, %s, null)", number, version, user="t_moderator")
    tree = updates(syncd)
    found = [(u.findtext("status"), u.findtext("service_request_id"), u.findtext("description") or "") for u in tree]
    assert found == [("investigating", number, "Звернення прийнято, над ним працюють."), ("closed", number, "Яму засипано.\n<Дякуємо>")], found
    assert [u.findtext("fixmystreet_id") for u in tree] == ["4", "4"]
    ids = [u.findtext("update_id") for u in tree]
    assert ids == [str(seq) for seq, in sql("select seq from varta.outbox order by seq")], ids


def check_requests(syncd, number):
    status, tree = talk(syncd, f"GET /open311/requests.xml?{window(1)}&jurisdiction_id=kyiv")
    assert status == 200 and len(tree) == 1
    assert tree.findtext("request/status") == "closed" and tree.findtext("request/title") == "Яма біля школи"
    assert tree.findtext("request/status_notes") == "Яму засипано.\n<Дякуємо>"
    status, tree = talk(syncd, f"GET /open311/requests/{number}.xml?jurisdiction_id=kyiv")
    assert tree.findtext("request/status") == "closed"
    everything = ElementTree.tostring(tree, encoding="unicode")
    assert "citizen" not in everything and "Олена" not in everything


def main():
    with Syncd() as syncd:
        check_services(syncd)
        number = check_report(syncd)
        check_comment(syncd, number)
        check_answer(syncd, number)
        check_requests(syncd, number)


sys.exit(main())
