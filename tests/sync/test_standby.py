"""What only this server has is not acknowledged: the wait for a synchronous standby is cancelled, the
server says so in a warning, and the sender hears nothing until there is no doubt. The same for what was
stored before. On a server of its own, because a standby that never comes stops all commits."""
import os
import sys
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRIVATE = f"{ROOT}/tests/pg/private-pg"

if "STANDBY_PG" not in os.environ:
    os.environ["STANDBY_PG"] = "1"
    del os.environ["TMPDIR"]  # nobody else may enter it, and the server may run as somebody else
    os.execv(PRIVATE, [PRIVATE, sys.executable, *sys.argv])

import shutil  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402

import psycopg2  # noqa: E402

import database as db  # noqa: E402
from syncd import FORM, Syncd, wait_for  # noqa: E402

FORM_FIELDS = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "kyiv", "api_key": "test-key",
               "description": "Яма", "attribute[fixmystreet_id]": "1"}


class Admin:
    """A session that waits for no standby."""

    def __init__(self):
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True
        self.one("set synchronous_commit = local")

    def one(self, query):
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0] if cursor.description else None

    def standby(self, name):
        self.one(f"alter system set synchronous_standby_names = '{name}'")
        self.one("select pg_reload_conf()")

    def waiting(self):
        return self.one("select max(pid) from pg_stat_activity where application_name = 'varta-syncd ingest' and wait_event = 'SyncRep'")

    def stored(self):
        return self.one("select count(*) from varta.submission")


class Post(threading.Thread):
    def __init__(self, syncd):
        super().__init__(daemon=True)
        self.syncd, self.answer = syncd, None
        self.start()

    def run(self):
        self.answer = self.syncd.request("POST", "/open311/requests.json", urllib.parse.urlencode(FORM_FIELDS), {"Content-Type": FORM})


def check_cancelled(admin, syncd):
    post = Post(syncd)
    first = wait_for("wait for the standby", admin.waiting)
    admin.one(f"select pg_cancel_backend({first})")
    wait_for("line in the log", lambda: "not certain that 1 items are kept" in syncd.log())
    wait_for("second wait", admin.waiting)
    assert admin.stored() == 1 and post.answer is None, "acknowledged without the standby"
    return post


def check_known(admin, syncd, post):
    """It comes again while nobody knows whether the first is kept."""
    again = Post(syncd)
    admin.one(f"select pg_cancel_backend({wait_for('wait', admin.waiting)})")
    wait_for("line in the log", lambda: syncd.log().count("not certain") >= 2)
    wait_for("wait", admin.waiting)
    assert post.answer is None and again.answer is None, "acknowledged without the standby"
    admin.standby("")
    for one in post, again:
        one.join(30)
        assert one.answer.status == 200, one.answer
    assert post.answer.json == again.answer.json and admin.stored() == 1


def main():
    folder = tempfile.tempdir = tempfile.mkdtemp(prefix="standby.")
    try:
        db.make("standby")
        os.environ["PGDATABASE"] = "standby"
        admin = Admin()
        with Syncd() as syncd:
            admin.standby("ghost")
            check_known(admin, syncd, check_cancelled(admin, syncd))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
