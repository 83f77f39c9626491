"""One session that holds what a city needs stops that city at most, and never the others: while an advisory
lock, an operator's open transaction, a table lock or a server process that stands still is in the way, the
other city's reports are stored, it can read, and /health answers at once; the city that is held is told 503
quickly, and is served again by itself. Each lasts 2 seconds, or BLOCKED_SECONDS."""
import contextlib
import os
import signal
import statistics
import sys
import threading
import time
import unittest
import urllib.parse

import psycopg2

import reports
from syncd import FORM, KEYS, Syncd, wait_for

SECONDS = float(os.environ.get("BLOCKED_SECONDS", 2))
CALLS = 3  # of each at least that are free, in that time
SETTINGS = ["lock_timeout: 500ms", "statement_timeout: 2s", "idle_transaction: 1h", "rate_address: 0"]
HELD = 7  # seconds of them: a process that stands still is left, and what is sent again waits for its locks
QUICK = 5  # seconds: what a machine with other work may need


def session(user="postgres"):
    return psycopg2.connect("", user=user)


def run(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


class Traffic(threading.Thread):
    """Calls one after the other until it is told to stop; status and seconds of each."""

    def __init__(self, call):
        super().__init__()
        self.call, self.calls, self.ended = call, [], threading.Event()
        self.start()

    def run(self):
        while not self.ended.is_set():
            began = time.monotonic()
            status = self.call().status
            self.calls.append((status, time.monotonic() - began))
            time.sleep(0.02)

    def stop(self):
        self.ended.set()
        self.join()

    def statuses(self):
        return {status for status, _ in self.calls}

    def longest(self):
        return max(seconds for _, seconds in self.calls)

    def figures(self):
        times = sorted(seconds for _, seconds in self.calls)
        count = {status: sum(1 for s, _ in self.calls if s == status) for status in sorted(self.statuses())}
        return f"{len(times)} calls {count}, median {statistics.median(times) * 1000:.0f} ms," \
               f" p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms"


class Blocked(unittest.TestCase):
    number = 0

    @classmethod
    def setUpClass(cls):
        cls.syncd = Syncd(settings=SETTINGS).ready()

    @classmethod
    def tearDownClass(cls):
        if sys.exc_info()[0]:
            print("\n".join(cls.syncd.log().splitlines()[-80:]))
        cls.syncd.stop()

    def post(self, city):
        Blocked.number += 1
        fields = {"service_code": "question", "jurisdiction_id": city, "api_key": KEYS[city], "description": f"Яма {Blocked.number}",
                  "attribute[fixmystreet_id]": f"{city}{threading.get_ident()}{Blocked.number}"}
        return self.syncd.request("POST", "/open311/requests.json", urllib.parse.urlencode(fields), {"Content-Type": FORM})

    def read(self, city):
        return self.syncd.get("requests.json", {"jurisdiction_id": city})

    def stored(self, city):
        return reports.sql("select count(*) from varta.request r join varta.city c on c.id = r.city_id where c.code = %s", city)[0][0]

    @contextlib.contextmanager
    def traffic(self):
        """Both cities post and read, and somebody looks at /health; gives them by name."""
        threads = {"Kyiv posts": Traffic(lambda: self.post("kyiv")), "Kyiv reads": Traffic(lambda: self.read("kyiv")),
                   "Poltava posts": Traffic(lambda: self.post("poltava")), "Poltava reads": Traffic(lambda: self.read("poltava")),
                   "health": Traffic(lambda: self.syncd.request("GET", "/health")),
                   "live": Traffic(lambda: self.syncd.request("GET", "/health/live"))}
        try:
            yield threads
        finally:
            for thread in threads.values():
                thread.stop()
            for name, thread in threads.items():
                print(f"{self.id().split('.')[-1]}: {name}: {thread.figures()}")

    def blocked(self, free=("Poltava posts", "Poltava reads", "health", "live"), held=("Kyiv posts",)):
        """For some seconds those that are free are served, and the others are told so quickly; afterwards all are served."""
        before = self.stored("poltava")
        with self.traffic() as threads:
            time.sleep(SECONDS)
        for name in free:
            self.assertEqual(threads[name].statuses(), {200}, name)
            self.assertGreater(len(threads[name].calls), CALLS, name)
        for name in held:
            self.assertEqual(threads[name].statuses(), {503}, name)
        for name, thread in threads.items():
            self.assertLess(thread.longest(), QUICK + HELD if name in held else QUICK, name)
        if "Poltava posts" in free:
            self.assertEqual(self.stored("poltava") - before, len(threads["Poltava posts"].calls))

    def recovers(self):
        for call in (self.post, self.read):
            wait_for("recovery", lambda call=call: call("kyiv").status == 200)
            wait_for("recovery", lambda call=call: call("poltava").status == 200)

    def test_advisory_lock(self):
        """Of the source and of the city's gate: no role can take them, and a superuser who does stops that city alone."""
        source, city = reports.sql("select id, city_id from varta.source where code = 'kyiv-site'")[0]
        take = "select pg_advisory_lock(7301, %s), pg_advisory_lock(7303, %s)"
        reports.sql("drop role if exists t_stranger; create role t_stranger login;"
                    f" grant connect on database {os.environ['PGDATABASE']} to t_stranger")
        for user in ("t_stranger", "t_moderator", "t_syncd"):
            with contextlib.closing(session(user)) as stranger, self.assertRaises(psycopg2.errors.InsufficientPrivilege):
                run(stranger, take, source, city)
        with contextlib.closing(session()) as admin:
            run(admin, take, source, city)
            self.blocked(held=("Kyiv posts", "Kyiv reads"))
        self.recovers()
        reports.sql("drop owned by t_stranger; drop role t_stranger")

    def test_operator_transaction(self):
        """A moderator who wrote a note and left the transaction open is in nobody's way, not even in the own city."""
        request = reports.add("Ліхтар")[0]
        with contextlib.closing(session("t_moderator")) as moderator:
            run(moderator, "select api.note(%s, 1, 'нотатка')", request)
            self.blocked(free=("Kyiv posts", "Kyiv reads", "Poltava posts", "Poltava reads", "health", "live"), held=())
        self.recovers()

    def test_operator_table_lock(self):
        """The strongest lock that an operator can take is in nobody's way."""
        with contextlib.closing(session("t_moderator")) as moderator:
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
                run(moderator, "lock table api.requests in row share mode")
            moderator.rollback()
            run(moderator, "lock table api.requests in access share mode")
            self.blocked(free=("Kyiv posts", "Kyiv reads", "Poltava posts", "Poltava reads", "health", "live"), held=())

    def test_table_lock(self):
        """A superuser's lock of a table that all cities use: nothing can be stored, which is said quickly; the rest goes on."""
        with contextlib.closing(session()) as admin:
            run(admin, "lock table varta.submission in exclusive mode")
            self.blocked(free=("Kyiv reads", "Poltava reads", "health", "live"), held=("Kyiv posts", "Poltava posts"))
        self.recovers()

    def test_every_table(self):
        """A superuser's strongest lock on the tables that all cities share: whoever asks is told so quickly and when to
        come again, the daemon lives, and afterwards all is served again."""
        def quickly(call, status):
            began = time.monotonic()
            answer = call()
            self.assertEqual(answer.status, status, answer)
            self.assertLess(time.monotonic() - began, QUICK)
            return answer

        with contextlib.closing(session()) as admin:
            run(admin, "lock table varta.submission, varta.request, varta.event, varta.outbox, varta.source in access exclusive mode")
            for city in "kyiv", "poltava", "kyiv", "poltava":
                for call in self.post, self.read:
                    answer = quickly(lambda call=call, city=city: call(city), 503)
                    self.assertEqual(answer.headers["retry-after"], "5")
                quickly(lambda: self.syncd.request("GET", "/health/live"), 200)
                quickly(lambda: self.syncd.request("GET", "/health"), 200)
        self.recovers()

    def test_stopped_backend(self):
        """The process that stores what Kyiv sent stands still, with all that it has locked, and hears of no timeout."""
        source = reports.sql("select id from varta.source where code = 'kyiv-site'")[0][0]
        waits = "select pid from pg_stat_activity where datname = current_database() and application_name = 'varta-syncd ingest'" \
                " and wait_event_type = 'Lock'"
        with contextlib.closing(session()) as admin:
            run(admin, "select pg_advisory_xact_lock(7301, %s)", source)
            sender = threading.Thread(target=self.post, args=("kyiv",))
            sender.start()
            pid = wait_for("import that waits", lambda: reports.sql(waits))[0][0]
            os.kill(pid, signal.SIGSTOP)
        try:
            self.blocked()
        finally:
            os.kill(pid, signal.SIGCONT)
        sender.join()
        self.recovers()


if __name__ == "__main__":
    unittest.main()
