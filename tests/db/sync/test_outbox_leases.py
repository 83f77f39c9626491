"""Four daemons share the outbox of three peers while calls fail and daemons die: no row is ever in two
hands, what belongs to one request leaves in order, and in the end everything has arrived once."""
import random
import threading
import time
import unittest

import psycopg2

LEASE = 1  # second
REQUESTS = 40  # for each source
SOURCES = 3


def ask(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def connect(user="postgres"):
    connection = psycopg2.connect(f"user={user}")
    connection.autocommit = True
    return connection


class Post:
    """What the peers have got, and who has which row in hand."""

    def __init__(self):
        self.lock = threading.Lock()
        self.held = {}
        self.arrived = []
        self.faults = []

    def take(self, daemon, seq, until):
        with self.lock:
            other, end = self.held.get(seq, (None, 0))
            if time.monotonic() < end:
                self.faults.append(f"{seq} is in the hands of {other} and {daemon}")
            self.held[seq] = (daemon, until)

    def drop(self, seq):
        with self.lock:
            self.held.pop(seq, None)


class Daemon(threading.Thread):
    def __init__(self, name, post, stop):
        super().__init__(daemon=True)
        self.called, self.post, self.stop = name, post, stop
        self.chance = random.Random(name)
        self.error = None
        self.start()

    def run(self):
        connection = connect("t_syncd")
        try:
            while not self.stop.is_set():
                begin = time.monotonic()
                rows = ask(connection, "select seq, source_id, request_id from sync.outbox_lease(%s, 'push', 7, %s)", self.called, LEASE)
                for seq, _, _ in rows:
                    self.post.take(self.called, seq, begin + LEASE)
                self.deliver(connection, rows)
                if not rows:
                    self.stop.wait(0.02)
        except psycopg2.Error as error:
            self.error = error
        finally:
            connection.close()

    def deliver(self, connection, rows):
        lost = set()
        for at, (seq, source, request) in enumerate(rows):
            if source in lost:
                continue
            dice = self.chance.random()
            if dice < 0.02:
                return  # the daemon dies: nobody hears of its rows until the lease ends
            if dice < 0.1:
                for other, of, _ in rows[at:]:
                    if of == source:
                        self.post.drop(other)
                ask(connection, "select * from sync.outbox_failed(%s, %s, %s, 'no answer')", seq, source, self.called)
                lost.add(source)
                continue
            with self.post.lock:
                self.post.arrived.append((source, request, seq))
            self.post.drop(seq)
            ask(connection, "select sync.outbox_done(%s, %s)", seq, source)


class Outbox(unittest.TestCase):
    def test_shared(self):
        admin = connect()
        self.addCleanup(admin.close)
        ask(admin, "update varta.transport set base = '10 milliseconds', factor = 1, attempts = 1000 where code = 'push'")
        moderator = connect("t_moderator")
        self.addCleanup(moderator.close)
        for n in range(SOURCES):
            source = ask(admin, "select api.source_add('kyiv', %s, 'push', %s, null)", f"peer{n}", f"peer{n}")[0][0]
            ids = ask(admin, """select request_id from sync.import(%s, (select jsonb_agg(jsonb_build_object(
                'service_code', 'question', 'description', g::text, 'raw', g::text)) from generate_series(1, %s) g))""", source, REQUESTS)
            for (request,) in ids:
                ask(moderator, "select api.accept(%s, 1)", request)
        for (request,) in ask(admin, "select id from varta.request order by id"):
            version = ask(admin, "select version from varta.request where id = %s", request)[0][0]
            ask(moderator, "select api.reject(%s, %s, 'spam', null)", request, version)
        total = ask(admin, "select count(*) from varta.delivery")[0][0]
        self.assertEqual(total, 2 * REQUESTS * SOURCES)

        post, stop = Post(), threading.Event()
        daemons = [Daemon(f"daemon{n}", post, stop) for n in range(4)]
        end = time.monotonic() + 120
        while ask(admin, "select exists (select from varta.delivery where delivered_at is null)")[0][0] and time.monotonic() < end:
            time.sleep(0.05)
        stop.set()
        for daemon in daemons:
            daemon.join(30)
            self.assertIsNone(daemon.error)
        self.assertEqual(post.faults, [])
        self.assertEqual(ask(admin, "select count(*) from varta.delivery where delivered_at is null or dead_at is not null")[0][0], 0)
        self.assertEqual(len(post.arrived), total, "each row arrived once")
        self.assertEqual(len({seq for _, _, seq in post.arrived}), total)
        for key in {(source, request) for source, request, _ in post.arrived}:
            seqs = [seq for source, request, seq in post.arrived if (source, request) == key]
            self.assertEqual(seqs, sorted(seqs), "a request's changes arrived in order")
        tried = ask(admin, "select count(*) from varta.delivery where strpos(last_error, 'not heard of again') > 0")[0][0]
        self.assertGreater(tried, 0, "some daemon died")


if __name__ == "__main__":
    unittest.main()
