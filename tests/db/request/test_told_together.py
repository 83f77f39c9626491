"""Transactions that notify commit one after the other, in all of the database, and one that waits for a standby held up all
that were behind it. Of those that commit at the same time two are enough to wake up who listens: the others wait for nobody.
What is not committed yet keeps nobody from telling. On a server of its own, because a standby that never comes stops commits."""
import unittest

import standby

if __name__ == "__main__":
    standby.on_a_private_server()

import os  # noqa: E402

import database as db  # noqa: E402
import sessions  # noqa: E402
from sessions import ask  # noqa: E402

LOCAL = "set synchronous_commit = local"  # waits for no standby
NOTE = "select api.note(%s, 1, 'Нотатка')"


class Together(sessions.Sessions):
    @classmethod
    def setUpClass(cls):
        os.environ["PGDATABASE"] = "together"
        db.make("together")

    def setUp(self):
        super().setUp()
        ask(self.admin, LOCAL)
        self.requests = [self.report(f"{self.id()} {n}") for n in range(3)]
        self.hearing = self.session("t_officer")
        self.hearing.autocommit = True
        ask(self.hearing, "select api.listen()")

    def heard(self):
        self.hearing.poll()
        ask(self.hearing, "select 1")
        topics = [note.payload for note in self.hearing.notifies]
        self.hearing.notifies.clear()
        return topics

    def noted(self):
        return [row[0] for row in ask(self.admin, "select request_id from varta.event where verb = 'note' and request_id = any(%s) order by 1", self.requests)]

    def test_the_third_waits_for_nobody(self):
        server = standby.Session()
        server.wait_for("ghost")
        first = sessions.Behind("t_moderator", NOTE, self.requests[0])
        server.until("select count(*) = 1 from pg_stat_activity where usename = 't_moderator' and wait_event = 'SyncRep'")
        second = sessions.Behind("t_moderator", f"{LOCAL}; {NOTE}", self.requests[1])
        self.wait_until_blocked(second)
        third = self.session("t_moderator2")
        ask(third, f"{LOCAL}; set lock_timeout = '10s'; {NOTE}", self.requests[2])
        third.commit()
        self.assertTrue(second.is_alive(), "the second waits for the first, and tells of the third, too")
        self.assertEqual(self.heard(), [], "nothing was told yet")
        server.wait_for("")
        for one in first, second:
            one.join(20)
            self.assertEqual((one.error, one.is_alive()), (None, False))
        self.assertEqual(self.noted(), self.requests)
        self.assertIn("city", self.heard())

    def test_who_waits_longer_than_others_tells_itself(self):
        server = standby.Session()
        server.wait_for("ghost")
        first = sessions.Behind("t_moderator", NOTE, self.requests[0])
        server.until("select count(*) = 1 from pg_stat_activity where usename = 't_moderator' and wait_event = 'SyncRep'")
        second = sessions.Behind("t_moderator", f"{LOCAL}; {NOTE}", self.requests[1])
        self.wait_until_blocked(second)
        third = sessions.Behind("t_moderator2", NOTE, self.requests[2])
        server.until("select count(*) = 1 from pg_stat_activity where usename = 't_moderator2' and wait_event_type in ('IPC', 'Lock')")
        server.cancel_wait("t_moderator")
        for one in first, second:
            one.join(20)
            self.assertFalse(one.is_alive())
        server.until("select count(*) = 1 from pg_stat_activity where usename = 't_moderator2' and wait_event = 'SyncRep'")
        self.assertIn("city", self.heard())
        self.assertEqual(self.noted(), self.requests[:2], "whoever hears of the others finds nothing of the third")
        server.wait_for("")
        third.join(20)
        self.assertEqual((third.error, third.is_alive()), (None, False))
        self.assertEqual(self.noted(), self.requests)
        self.assertEqual(self.heard(), ["city"], "and hears of it when it is there")

    def test_an_open_transaction_silences_nobody(self):
        held = self.session("t_moderator")
        ask(held, NOTE, self.requests[0])
        other = self.session("t_moderator2")
        ask(other, NOTE, self.requests[1])
        self.assertEqual(self.heard(), [])
        other.commit()
        self.assertEqual(self.heard(), ["city"])
        held.commit()
        self.assertEqual(self.heard(), ["city"])
        self.assertEqual(self.value("select count(*) from varta.bell"), 0)


if __name__ == "__main__":
    unittest.main()
