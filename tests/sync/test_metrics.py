"""The page for Prometheus: off unless asked for, on an address of its own, numbers that follow what
happens, also while the database is away, and no word of a resident or key in it."""
import http.client
import re
import socket
import sys

import psycopg2

import reports
from reports import act, sql
from syncd import PATIENCE, Syncd, wait_for

LINE = re.compile(r'([a-z_]+)(?:\{([a-z_]+="[^"\\]*"(?:,[a-z_]+="[^"\\]*")*)\})? (-?\d+)')


def fetch(port, method="GET", path="/metrics"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Content-Type"), body


def numbers(port):
    """Every number of the page by its name with labels; each line has to be well-formed."""
    status, content_type, page = fetch(port)
    assert status == 200 and content_type == "text/plain; version=0.0.4; charset=utf-8", (status, content_type)
    found, typed = {}, set()
    for line in page.splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
        elif not line.startswith("# HELP "):
            match = LINE.fullmatch(line)
            assert match and match[1] in typed, line
            key = match[1] + (f"{{{match[2]}}}" if match[2] else "")
            assert key not in found, line
            found[key] = int(match[3])
    return found


def check_requests(syncd, port):
    before = numbers(port)
    syncd.report(description="Секрет Олени", email="olena@example.org")
    syncd.report(description="Секрет Олени", email="olena@example.org")
    assert syncd.post("requests.json", {"service_code": "nothing", "address_string": "тут", "description": "x"}).status == 400
    syncd.get("requests/99999999.json", {"jurisdiction_id": "kyiv"})
    syncd.request("GET", "/made%22up%7B%7D/path")
    page = numbers(port)

    def grew(key):
        return page.get(key, 0) - before.get(key, 0)
    assert grew('varta_http_requests_total{method="POST",route="requests",status="200"}') == 2
    assert grew('varta_http_requests_total{method="POST",route="requests",status="400"}') == 1
    assert grew('varta_http_requests_total{method="GET",route="requests/*",status="404"}') == 1
    assert grew('varta_http_requests_total{method="",route="",status="404"}') == 1
    assert grew('varta_import_items_total{kind="import",outcome="stored"}') == 1
    assert grew('varta_import_items_total{kind="import",outcome="known"}') == 1
    assert grew('varta_import_items_total{kind="import",outcome="refused"}') == 1
    assert grew('varta_import_batches_total{kind="import",outcome="committed"}') == 3
    text = fetch(port)[2]
    for secret in ("Секрет", "olena", "test-key", "99999999", "up{}"):
        assert secret not in text, secret


def check_outbox(syncd, port):
    """A source without an address: what fails is seen here, too."""
    sql("select api.source_add('kyiv', 'fms', 'push', 'fms', null)")
    number, = reports.add("Яма", source="fms")
    act("t_moderator", "accept", number, 1)
    wait_for("failure", lambda: numbers(port).get('varta_push_total{source="fms",outcome="failed"}') == 1)
    syncd.kill()
    syncd.start()
    port = port_of(syncd.ready())
    wait_for("outbox", lambda: numbers(port).get('varta_outbox{transport="push",state="failed"}') == 1)
    page = numbers(port)
    assert page['varta_outbox{transport="push",state="pending"}'] == page['varta_outbox{transport="mail",state="dead"}'] == 0
    assert page['varta_outbox_age_seconds{transport="push"}'] < PATIENCE
    return port


def check_database(port):
    assert numbers(port)["varta_database_up"] == 1
    with psycopg2.connect(user="postgres", dbname="postgres") as other:
        name = sql("select current_database()")[0][0]
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute(f"alter database {name} allow_connections false")
            cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
            wait_for("0", lambda: numbers(port)["varta_database_up"] == 0)
            cursor.execute(f"alter database {name} allow_connections true")
    wait_for("1", lambda: numbers(port)["varta_database_up"] == 1)


def check_other_calls(port):
    for method, path in ("GET", "/"), ("GET", "/open311/services.json"), ("POST", "/metrics"), ("DELETE", "/metrics"):
        assert fetch(port, method, path)[0] == 404, (method, path)


def check_many(port):
    """More connections than are served, all silent: once they are gone the page is there again."""
    crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    for one in crowd:
        one.close()
    assert numbers(port)


def port_of(syncd):
    return int(re.findall(r"metrics at port (\d+)", syncd.log())[-1])


def main():
    with Syncd() as syncd:
        assert "metrics" not in syncd.log()
        assert syncd.request("GET", "/metrics").status == 404
    with Syncd(settings=("metrics: 127.0.0.1:0",)) as syncd:
        port = port_of(syncd)
        check_requests(syncd, port)
        check_other_calls(port)
        check_many(port)
        port = check_outbox(syncd, port)
        check_database(port)


sys.exit(main())
