"""Whoever sends notifications by the thousand had the daemon read its sources, and lease, as often. It does both a few
times a second at most, whatever comes, and takes reports as quickly as ever; the last notification is not lost."""
import statistics
import threading
import time
import unittest

import psycopg2

import reports
from syncd import Syncd, wait_for

TOPICS = ("config", "outbox", "mail", "media", "index")
SECONDS = 2


class Flood(threading.Thread):
    """Notifies on all of the daemon's channels as often as it can, each in a transaction of its own."""

    def __init__(self):
        super().__init__(daemon=True)
        self.sent, self.ended = 0, threading.Event()
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True
        self.start()

    def run(self):
        with self.connection.cursor() as cursor:
            cursor.execute("select varta.channel(t) from unnest(%s) t", (list(TOPICS),))
            notify = "; commit; ".join(f"notify {name}, '{n}'" for n, (name,) in enumerate(cursor.fetchall() * 20))
            while not self.ended.is_set():
                cursor.execute(notify)
                self.sent += 20 * len(TOPICS)
        self.connection.close()

    def end(self):
        self.ended.set()
        self.join()


class Daemon(unittest.TestCase):
    def read(self):
        """How often the daemon has read its sources."""
        return self.syncd.log().count("sources: ")

    def posts(self, seconds):
        """Reports one after the other; the seconds that each took."""
        took, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            self.syncd.report(description=f"Яма {len(took)} {began}")
            took.append(time.monotonic() - began)
        return took

    def test_a_flood_slows_nobody(self):
        with Syncd(settings=["rate_address: 0"], debug=False) as self.syncd:
            calm = self.posts(SECONDS)
            before = self.read()
            flood = Flood()
            wait_for("first notifications", lambda: self.read() > before)
            stormy = self.posts(SECONDS)
            flood.end()
            self.assertGreater(flood.sent, 5000)
            often = self.read() - before
            self.assertLess(often, 15 * (SECONDS + 2), f"{flood.sent} notifications had the sources read {often} times")
            print(f"{flood.sent} notifications; reports: {statistics.median(calm) * 1000:.1f} ms, then {statistics.median(stormy) * 1000:.1f} ms;"
                  f" sources read {often} times")
            self.assertLess(statistics.median(stormy), 5 * statistics.median(calm) + 0.05)
            reports.sql("select api.source_add('kyiv', 'last', 'endpoint', 'last', sha256('last-key'))")
            wait_for("source that came last", lambda: self.syncd.get("services.json", {"jurisdiction_id": "last"}).status == 200, 5)


if __name__ == "__main__":
    unittest.main()
