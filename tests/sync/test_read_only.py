"""The server takes no changes any more, like one that was a primary: the daemon is not ready, answers posts with 503 and
Retry-After and never with 500, looks for another server, and takes them again as soon as there is one."""
import os

import standby as servers

servers.on_a_private_server()

import shutil  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
import urllib.parse  # noqa: E402

import database as db  # noqa: E402
from syncd import FORM, Syncd, wait_for  # noqa: E402

FIELDS = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "kyiv", "api_key": "test-key", "description": "Яма"}
SECONDS = 12


def post(syncd):
    return syncd.request("POST", "/open311/requests.json", urllib.parse.urlencode(FIELDS), {"Content-Type": FORM})


def health(syncd):
    return syncd.request("GET", "/health").status


def check(admin, syncd):
    assert post(syncd).status == 200 and health(syncd) == 200
    admin.one("alter system set default_transaction_read_only = on")
    admin.one("select pg_reload_conf()")
    end, answers, unready = time.monotonic() + SECONDS, [], False
    while time.monotonic() < end and not (unready and len(answers) >= 8):
        answers.append(post(syncd))
        unready = unready or health(syncd) == 503
    assert unready, "it says that it is ready"
    wrong = [answer for answer in answers if answer.status not in (200, 503)]
    assert not wrong, wrong[:3]
    refused = [answer for answer in answers if answer.status == 503]
    assert len(refused) >= 3 and all(answer.headers["retry-after"] for answer in refused), answers[-3:]
    assert "takes no changes" in syncd.log() or "read-only" in syncd.log()
    admin.one("set transaction_read_only = off")
    admin.one("alter system reset default_transaction_read_only")
    admin.one("select pg_reload_conf()")
    wait_for("readiness", lambda: health(syncd) == 200)
    wait_for("answer", lambda: post(syncd).status == 200)


def check_standby(standby, admin):
    """Its first host is a standby, the second the primary."""
    standby.start()
    with Syncd(conninfo=f"user=t_syncd host={standby.folder},{os.environ['PGHOST']}") as syncd:
        assert post(syncd).status == 200 and health(syncd) == 200
        assert admin.one("select count(*) from pg_stat_activity where usename = 't_syncd'") > 3


def main():
    folder = tempfile.tempdir = tempfile.mkdtemp(prefix="readonly.")
    standby = None
    try:
        db.make("standby")
        os.environ["PGDATABASE"] = "standby"
        admin = servers.Session()
        standby = servers.Standby()
        check_standby(standby, admin)
        with Syncd(settings=["request_timeout: 1s"]) as syncd:
            check(admin, syncd)
    finally:
        if standby:
            standby.remove()
        shutil.rmtree(folder, ignore_errors=True)


main()
