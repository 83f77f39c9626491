"""Whatever dies at whatever moment: what was acknowledged is there, and what was sent again is there
once. The daemon is killed between a POST and its answer, sessions of the database are ended while a
batch is in flight, the database goes away and comes back; SIGTERM finishes what has begun."""
import os
import signal
import socket
import threading
import unittest
import urllib.parse

import psycopg2

from syncd import FORM, KEYS, Syncd, wait_for

GOOD = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "kyiv", "api_key": "test-key"}


def body(n):
    return urllib.parse.urlencode({**GOOD, "description": f"Яма {n}", "attribute[fixmystreet_id]": n})


class Database:
    """A superuser's session beside the daemon's, of which those that import are counted."""

    def __init__(self, name=None):
        self.connection = psycopg2.connect(user="postgres", **({"dbname": name} if name else {}))
        self.connection.autocommit = True
        self.daemon = f"from pg_stat_activity where usename = 't_syncd' and datname = '{os.environ['PGDATABASE']}'"

    def one(self, query, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchone()[0]

    def count(self, n):
        return self.one("select count(*) from varta.request r join varta.submission s on s.id = r.submission_id"
                        " where s.external_id = %s", str(n))

    def sessions(self, state="true"):
        return self.one(f"select count(*) {self.daemon} and application_name = 'varta-syncd ingest' and {state}")

    def end_sessions(self):
        self.one(f"select count(pg_terminate_backend(pid)) {self.daemon}")


class Lock:
    """While it is held, an import waits inside the database."""

    def __enter__(self):
        self.connection = psycopg2.connect(user="postgres")
        self.connection.cursor().execute("lock table varta.submission in exclusive mode")

    def __exit__(self, *_):
        self.connection.close()


class Post(threading.Thread):
    """A POST that goes on beside the test; answer stays None where the connection broke."""

    def __init__(self, syncd, n):
        super().__init__()
        self.syncd, self.n, self.answer = syncd, n, None
        self.start()

    def run(self):
        try:
            self.answer = self.syncd.request("POST", "/open311/requests.json", body(self.n), {"Content-Type": FORM})
        except OSError:
            pass

    def result(self):
        self.join()
        return self.answer


def import_waits(database):
    wait_for("import that waits", lambda: database.sessions("wait_event_type = 'Lock'"))


def all_read(syncd, n):
    """Whether n connections to the daemon are established and nothing is unread in any of them."""
    port = f":{syncd.port:04X}"
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file]
    ours = [row for row in rows if row[1].endswith(port) and row[3] == "01"]
    return len(ours) == n and all(row[4].endswith(":00000000") for row in ours)


def refused(port):
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) != 0


class Faults(unittest.TestCase):
    def setUp(self):
        self.database = Database()
        self.syncd = Syncd().ready()

        self.addCleanup(self.syncd.kill)

    def tearDown(self):
        self.database.connection.close()
        self.syncd.stop()

    def run(self, result=None):
        """What the daemon said is shown where a test fails."""
        wrong = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > wrong:
            print(self.id(), "\n".join(self.syncd.log().splitlines()[-80:]), sep="\n")
        return result

    def test_killed_daemon(self):
        """The sender got no answer and sends again, whether the batch was committed or not."""
        with Lock():
            post = Post(self.syncd, 1)
            import_waits(self.database)
            killed = self.database.one(f"select pid {self.database.daemon} and wait_event_type = 'Lock'")
            self.syncd.kill()
            assert post.result() is None
            self.syncd.start()
            again = Post(self.syncd, 1)
        first = again.result()
        if first.status == 503:  # it had not yet read its sources
            self.syncd.ready()
            first = Post(self.syncd, 1).result()
        assert first.status == 200, first
        wait_for("end of the killed daemon's session", lambda: not self.database.sessions(f"pid = {killed}"))
        assert Post(self.syncd, 1).result().json == first.json and self.database.count(1) == 1

    def test_ended_session(self):
        """The outcome of the batch is unknown to the daemon: it sends it again by itself."""
        with Lock():
            posts = [Post(self.syncd, 100 + n) for n in range(8)]
            import_waits(self.database)
            self.database.end_sessions()
            import_waits(self.database)
        answers = [post.result() for post in posts]
        assert all(answer.status == 200 for answer in answers), answers
        assert len({answer.json[0]["service_request_id"] for answer in answers}) == 8
        assert [self.database.count(100 + n) for n in range(8)] == [1] * 8

    def test_database_away(self):
        """Told at once and in the standard's shape; served again by itself when it is back."""
        name = os.environ["PGDATABASE"]
        outside = Database("postgres")
        self.addCleanup(outside.connection.cursor().execute, f"alter database {name} with allow_connections true")
        self.database.connection.close()
        with outside.connection.cursor() as cursor:
            cursor.execute(f"alter database {name} with allow_connections false")
            outside.end_sessions()
            wait_for("503", lambda: self.syncd.request("GET", "/health").status == 503)
            for answer in (self.syncd.post("requests.xml", GOOD), self.syncd.get("services.xml", {"jurisdiction_id": "kyiv"}),
                           self.syncd.get("requests/1.xml", {"jurisdiction_id": "kyiv"})):
                assert answer.status == 503 and int(answer.headers["retry-after"]) > 0, answer
                assert answer.xml.tag == "errors" and answer.xml.findtext("error/code") == "503", answer
            cursor.execute(f"alter database {name} with allow_connections true")
        wait_for("recovery", lambda: self.syncd.request("GET", "/health").status == 200)
        assert Post(self.syncd, 200).result().status == 200
        self.database = Database()
        assert self.database.count(200) == 1

    def test_poison(self):
        """Where the database cannot take one item, the others of its batch are stored all the same."""
        cursor = self.database.connection.cursor()
        cursor.execute("alter table varta.submission add constraint poison check (external_id <> '301')")
        with Lock():
            first = Post(self.syncd, 300)
            import_waits(self.database)
            others = [Post(self.syncd, n) for n in (301, 302, 303)]
            # they have arrived when the server has nothing more to read from them
            wait_for("arrival", lambda: all_read(self.syncd, 4))
        answers = [post.result().status for post in [first, *others]]
        cursor.execute("alter table varta.submission drop constraint poison")
        assert answers == [200, 500, 200, 200], answers
        assert "23514" in self.syncd.log() and "Яма" not in self.syncd.log()

    def test_new_source(self):
        """A change of the sources is heard of without a restart."""
        self.database.one("select count(*) from api.source_set('kyiv-site', '{\"active\": false}')")
        wait_for("404", lambda: self.syncd.get("services.xml", {"jurisdiction_id": "kyiv"}).status == 404)
        self.database.one("select count(*) from api.source_set('kyiv-site', '{\"active\": true}')")
        wait_for("200", lambda: self.syncd.get("services.xml", {"jurisdiction_id": "kyiv"}).status == 200)
        loads = self.syncd.log().count("sources: ")
        self.syncd.process.send_signal(signal.SIGHUP)
        wait_for("reload", lambda: self.syncd.log().count("sources: ") > loads)

    def test_rights(self):
        """The daemon's role reaches the functions of sync and nothing else."""
        with psycopg2.connect(user="t_syncd") as connection, connection.cursor() as cursor:
            cursor.execute("select count(*) from sync.sources()")
            for forbidden in ("select * from varta.submission", "select * from api.queue_count('{}')",
                              "select * from api.sources_list()", "delete from varta.request"):
                cursor.execute("savepoint s")
                try:
                    cursor.execute(forbidden)
                    raise AssertionError(forbidden)
                except psycopg2.errors.InsufficientPrivilege:
                    cursor.execute("rollback to s")

    def test_drain(self):
        """SIGTERM: nothing new is accepted, what has begun is answered, then it ends by itself."""
        with Lock():
            post = Post(self.syncd, 400)
            import_waits(self.database)
            self.syncd.process.send_signal(signal.SIGTERM)
            wait_for("closed port", lambda: refused(self.syncd.port))
        answer = post.result()
        assert answer.status == 200 and answer.headers["connection"].lower() == "close", answer
        self.syncd.stop()
        assert self.database.count(400) == 1


if __name__ == "__main__":
    unittest.main()
