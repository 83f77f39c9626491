"""Two sessions at once: the same report in two batches, two moderators at one request, many writers
in one city; nothing is doubled, lost or deadlocked, and listeners are woken once per batch."""
import json
import unittest

import psycopg2
from psycopg2 import extensions

from sessions import Behind, Sessions, ask, items


class Races(Sessions):
    def both_import(self, first, second):
        ahead = self.session("t_syncd")
        one = ask(ahead, "select * from sync.import(%s, %s)", self.source, first)
        behind = Behind("t_syncd", "select * from sync.import(%s, %s)", self.source, second)
        self.wait_until_blocked(behind)
        ahead.commit()
        behind.join(20)
        self.assertIsNone(behind.error)
        return one, behind.result

    def test_the_same_text_in_two_batches_is_one_request(self):
        one, two = self.both_import(items("once"), items("once"))
        self.assertEqual([one[0][2], two[0][2]], ["stored", "known"])
        self.assertEqual(one[0][1], two[0][1])

    def test_the_same_external_id_in_two_batches_is_one_request(self):
        one, two = self.both_import(items("a", external_id="x1"), items("b", external_id="x1"))
        self.assertEqual([one[0][1:3], two[0][1:3]], [(one[0][1], "stored"), (one[0][1], "known")])

    def test_batches_in_opposite_order_do_not_deadlock(self):
        one, two = self.both_import(items("p", "q"), items("q", "p", "r"))
        self.assertEqual([row[2] for row in one + two], ["stored", "stored", "known", "known", "stored"])

    def test_what_the_first_rolled_back_the_second_stores(self):
        ahead = self.session("t_syncd")
        ask(ahead, "select * from sync.import(%s, %s)", self.source, items("rolled back"))
        behind = Behind("t_syncd", "select * from sync.import(%s, %s)", self.source, items("rolled back"))
        self.wait_until_blocked(behind)
        ahead.rollback()
        behind.join(20)
        self.assertEqual(behind.result[0][2], "stored")

    def test_a_snapshot_taken_before_the_lock_is_refused(self):
        session = self.session("t_syncd")
        session.set_isolation_level(extensions.ISOLATION_LEVEL_REPEATABLE_READ)
        with self.assertRaises(psycopg2.Error) as caught:
            ask(session, "select * from sync.import(%s, '[]')", self.source)
        self.assertEqual(caught.exception.pgcode, "VA003")

    def test_of_two_who_accept_one_is_told_of_the_other(self):
        request = self.report("wanted by two")
        first = self.session("t_moderator")
        ask(first, "select api.accept(%s, 1)", request)
        second = Behind("t_moderator2", "select api.accept(%s, 1)", request)
        self.wait_until_blocked(second)
        first.commit()
        second.join(20)
        self.assertEqual(second.error.pgcode, "40001")
        who, _, verb, version, changes = json.loads(second.error.diag.message_detail)
        self.assertEqual((who, verb, version), ("Олена Коваль", "accept", "2"))
        self.assertEqual(json.loads(changes)["status"], "pending")

    def test_comments_and_a_verb_do_not_deadlock(self):
        first, second = self.report("commented first"), self.report("commented second")
        session = self.session("postgres")
        ask(session, "select from varta.request where id = %s for no key update", second)
        comments = json.dumps([{"service_request_id": request, "update_id": f"u{request}", "description": "ще"}
                               for request in (first, second)])
        behind = Behind("t_syncd", "select outcome from sync.comments(%s, %s)", self.source, comments)
        self.wait_until_blocked(behind)
        ask(session, "set local session authorization t_moderator")
        ask(session, "select api.accept(%s, 1)", second)
        session.commit()
        behind.join(20)
        self.assertEqual((behind.error, behind.result), (None, [("stored",), ("stored",)]))

    def test_one_notification_for_a_batch(self):
        listener = self.session("t_moderator")
        listener.autocommit = True
        ask(listener, "select api.listen()")
        ask(self.admin, "select * from sync.import(%s, %s)", self.source, items(*(f"many {n}" for n in range(100))))
        ask(self.admin, f"select pg_notify(varta.channel('city {self.city}'), 'marker')")
        seen = []
        while not seen or seen[-1] != "marker":
            listener.poll()
            seen += [note.payload for note in listener.notifies]
            listener.notifies.clear()
        self.assertEqual(seen, ["city", "marker"])

    def test_many_writers_in_one_city(self):
        requests = [self.report(f"work {n}") for n in range(40)]
        before = self.value("select count(*) from varta.event where city_id = %s", self.city)
        work = [("t_moderator", "select api.accept(%s, 1)", request) for request in requests]
        work += [("t_syncd", "select * from sync.import(%s, %s)", self.source, items(f"new {n}", f"more {n}")) for n in range(20)]
        threads = []
        for job in work:
            threads.append(Behind(*job))
            if len(threads) % 16 == 0:
                for thread in threads:
                    thread.join(30)
        for thread in threads:
            thread.join(30)
        self.assertEqual([thread.error for thread in threads if thread.error], [])
        self.assertEqual(self.value("select count(*) from varta.event where city_id = %s", self.city) - before, 80)
        self.assertEqual(ask(self.admin, "select ok, why from audit.verify('kyiv')"), [(True, None)])
        self.assertEqual(self.value("select count(*) from varta.outbox where request_id = any(%s)", requests), 40)
        out_of_order = self.value("""select count(*) from (
            select e.id < lag(e.id) over (partition by o.request_id order by o.seq) as wrong
            from varta.outbox o join varta.event e on (e.city_id, e.id) = (o.city_id, o.event_id)) x
            where wrong""")
        self.assertEqual(out_of_order, 0, "what leaves about a request is in the order of its history")


if __name__ == "__main__":
    unittest.main()
