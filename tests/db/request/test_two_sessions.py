"""Two sessions at once in the life of a request: who answers, merges, undoes or recalls at the same moment as another
gets a conflict or finds what the other did, never half of it; what was exported is never recalled and what was recalled
never exported; verbs that change several requests lock them in one order and never deadlock."""
import json
import random
import threading
import time
import unittest

import psycopg2

from sessions import Behind, Sessions, ask, connect, items


class TwoSessions(Sessions):
    def setUp(self):
        super().setUp()
        self.window("0")

    def answered(self, name="asked"):
        """A request with a draft; its number and version."""
        request = self.report(f"{name} {random.random()}")
        session = self.session("t_moderator")
        ask(session, "select api.accept(%s, 1)", request)
        ask(session, "select api.draft(%s, 2, 'Відповідь', true)", request)
        session.commit()
        return request, 3

    def window(self, interval):
        ask(self.admin, "update varta.city set recall_window = %s where id = %s", interval, self.city)

    def version(self, request):
        return self.value("select version from varta.request where id = %s", request)

    def status(self, request):
        return self.value("select s.code from varta.request r join varta.status s on s.id = r.status where r.id = %s", request)

    def finish(self, ahead, behind):
        """Commits the session ahead, as soon as the one behind waits for it."""
        self.wait_until_blocked(behind)
        ahead.commit()
        behind.join(20)
        self.assertFalse(behind.is_alive())

    def assert_conflict(self, behind, who, verb):
        self.assertIsNotNone(behind.error, behind.result)
        self.assertEqual(behind.error.pgcode, "40001", behind.error)
        args = json.loads(behind.error.diag.message_detail)
        self.assertEqual((args[0], args[2]), (who, verb))
        return json.loads(args[4])

    # Conflicts

    def test_two_answers(self):
        request, version = self.answered()
        first = self.session("t_moderator")
        ask(first, "select api.publish(%s, %s)", request, version)
        second = Behind("t_moderator2", "select api.draft(%s, %s, 'Інша відповідь', true)", request, version)
        self.finish(first, second)
        changes = self.assert_conflict(second, "Олена Коваль", "publish")
        self.assertEqual((changes["status"], changes["state"]), ("answered", "published"))
        self.assertEqual(self.value("select count(*) from varta.response where request_id = %s", request), 1)

    def test_an_answer_against_a_rejection(self):
        request, version = self.answered()
        first = self.session("t_moderator")
        ask(first, "select api.reject(%s, %s, 'spam', null)", request, version)
        second = Behind("t_moderator2", "select api.publish(%s, %s)", request, version)
        self.finish(first, second)
        self.assertEqual(self.assert_conflict(second, "Олена Коваль", "reject")["reason"], "spam")

    def test_two_undo_the_same(self):
        request = self.report("undone once")
        first = self.session("t_moderator")
        ask(first, "select api.accept(%s, 1)", request)
        first.commit()
        ask(first, "select api.undo(%s, 2)", request)
        second = Behind("t_moderator", "select api.undo(%s, 2)", request)
        self.finish(first, second)
        self.assert_conflict(second, "Олена Коваль", "undo")

    # One act under one key

    KEY = "a0000000-0000-4000-8000-00000000000a"

    def test_the_same_act_at_once(self):
        """A program sends again what is still on its way: the second waits, does nothing, and gets the line."""
        request = self.report("keyed")
        first = self.session("t_moderator")
        statement = "select version from api.answer(%s, 1, 'Один раз', null, %s)"
        made = ask(first, statement, request, self.KEY)
        second = Behind("t_moderator", statement, request, self.KEY)
        self.finish(first, second)
        self.assertIsNone(second.error)
        self.assertEqual(second.result, made)
        self.assertEqual(self.value("select count(*) from varta.response where request_id = %s", request), 1)
        self.assertEqual(self.value("select count(*) from varta.event where request_id = %s and verb = 'publish'", request), 1)

    def test_the_first_of_the_same_acts_fails(self):
        request = self.report("keyed, rolled back")
        key = self.KEY[:-1] + "b"
        first = self.session("t_moderator")
        ask(first, "select api.note(%s, 1, 'Нотатка', %s)", request, key)
        second = Behind("t_moderator", "select version from api.note(%s, 1, 'Нотатка', %s)", request, key)
        self.wait_until_blocked(second)
        first.rollback()
        second.join(20)
        self.assertEqual(second.result, [(2,)], second.error)
        self.assertEqual(self.value("select count(*) from varta.response where request_id = %s", request), 1)

    def test_one_key_for_two_requests_at_once(self):
        one, two = self.report("keyed one"), self.report("keyed two")
        key = self.KEY[:-1] + "c"
        first = self.session("t_moderator")
        ask(first, "select api.note(%s, 1, 'Нотатка', %s)", one, key)
        second = Behind("t_moderator", "select api.note(%s, 1, 'Нотатка', %s)", two, key)
        self.finish(first, second)
        self.assertIsNotNone(second.error, second.result)
        self.assertEqual((second.error.pgcode, json.loads(second.error.diag.message_detail)), ("VA003", ["key", key, "a new key"]))
        self.assertEqual(self.value("select count(*) from varta.response where request_id in (%s, %s)", one, two), 1)

    # Merge against answer

    def test_an_answer_while_another_is_merged_into_it(self):
        target, version = self.answered("target")
        duplicate = self.report("duplicate")
        first = self.session("t_moderator")
        ask(first, "select api.merge(%s, 1, %s, %s)", duplicate, target, version)
        second = Behind("t_moderator2", "select api.publish(%s, %s)", target, version)
        self.finish(first, second)
        self.assertIsNone(second.error)
        self.assertEqual(self.told(duplicate), ["", "Відповідь"])

    def test_a_merge_while_the_target_is_answered(self):
        target, version = self.answered("target 2")
        duplicate = self.report("duplicate 2")
        first = self.session("t_moderator")
        ask(first, "select api.publish(%s, %s)", target, version)
        second = Behind("t_moderator2", "select api.merge(%s, 1, %s, %s)", duplicate, target, version)
        self.finish(first, second)
        self.assert_conflict(second, "Олена Коваль", "publish")
        self.assertEqual(self.told(duplicate), [])
        ask(self.session("t_moderator2"), "select api.merge(%s, 1, %s, %s)", duplicate, target, self.version(target))
        self.opened[-1].commit()
        self.assertEqual(self.told(duplicate), ["Відповідь"])

    def told(self, request):
        return [text for text, in ask(self.admin, "select text from varta.outbox where request_id = %s order by seq", request)]

    def test_each_into_the_other(self):
        one, two = self.report("one"), self.report("two")
        first = self.session("t_moderator")
        ask(first, "select api.merge(%s, 1, %s, 1)", two, one)
        second = Behind("t_moderator2", "select api.merge(%s, 1, %s, 1)", one, two)
        self.finish(first, second)
        self.assert_conflict(second, "Олена Коваль", "merge")
        self.assertEqual((self.status(one), self.status(two)), ("new", "merged"))

    def test_a_split_while_the_target_is_answered(self):
        target, version = self.answered("target 3")
        duplicate = self.report("duplicate 3")
        first = self.session("t_moderator")
        ask(first, "select api.merge(%s, 1, %s, %s)", duplicate, target, version)
        first.commit()
        ask(first, "select api.publish(%s, %s)", target, version)
        second = Behind("t_moderator2", "select api.split(%s, 2)", duplicate)
        self.finish(first, second)
        self.assertIsNone(second.error)
        self.assertEqual(self.status(duplicate), "new", "nobody had accepted it")

    # Recall against export

    def published(self, interval):
        """A request whose answer leaves after so long; its number and version."""
        request, version = self.answered("published")
        self.window(interval)
        session = self.session("t_moderator")
        ask(session, "select api.publish(%s, %s)", request, version)
        session.commit()
        return request, version + 2

    def wait_for_the_end(self, request):
        while not self.value("select bool_and(visible_at <= clock_timestamp()) from varta.outbox where request_id = %s", request):
            time.sleep(0.005)

    EXPORT = "select count(*) from sync.updates(%s, null, null) where service_request_id = %s and status = 'closed'"

    def test_export_waits_for_a_recall_and_finds_nothing(self):
        request, version = self.published("1 second")
        recall = self.session("t_moderator")
        ask(recall, "select api.recall(%s, %s)", request, version)
        self.wait_for_the_end(request)
        export = Behind("t_syncd", self.EXPORT, self.source, request)
        public = Behind("t_syncd", "select status_notes from sync.requests(%s, %s, 1)", self.source, json.dumps({"ids": [request]}))
        self.wait_until_blocked(public)
        self.finish(recall, export)
        public.join(20)
        self.assertEqual((export.result, public.result), ([(0,)], [("",)]))
        self.assertEqual(self.status(request), "pending")

    def test_a_recall_that_is_rolled_back_lets_it_leave(self):
        request, version = self.published("1 second")
        recall = self.session("t_moderator")
        ask(recall, "select api.recall(%s, %s)", request, version)
        self.wait_for_the_end(request)
        export = Behind("t_syncd", self.EXPORT, self.source, request)
        self.wait_until_blocked(export)
        recall.rollback()
        export.join(20)
        self.assertEqual(export.result, [(1,)])

    def test_a_recall_waits_for_an_export_and_is_too_late(self):
        request, version = self.published("1 second")
        export = self.session("t_syncd")
        ask(export, self.EXPORT, self.source, request)
        recall = Behind("t_moderator", "select api.recall(%s, %s)", request, version)
        self.wait_until_blocked(recall)
        self.wait_for_the_end(request)
        export.commit()
        recall.join(20)
        self.assertIsNotNone(recall.error, recall.result)
        self.assertEqual(json.loads(recall.error.diag.message_detail)[0], "recall")
        self.assertEqual(self.status(request), "answered")

    def test_a_city_that_is_held_does_not_hold_the_deliveries_of_others(self):
        """A recall that was begun and left open: what leaves in its city waits, and nothing else does."""
        ask(self.admin, "select api.city_set('poltava', '{\"recall_window\": \"0\"}')")
        ask(self.admin, "select api.source_set(code, '{\"transport\": \"push\", \"url\": \"https://example.org\"}') from varta.source")
        far = ask(self.admin, "select request_id from sync.import((select id from varta.source where code = 'poltava-site'), %s)", items("Далеко"))[0][0]
        poltava = self.session("t_poltava")
        ask(poltava, "select api.accept(%s, 1)", far)
        poltava.commit()
        recall = self.session("t_moderator")
        request, version = self.published("4 seconds")
        ask(recall, "select api.recall(%s, %s)", request, version)
        self.wait_for_the_end(request)
        lease = "select request_id from sync.outbox_lease('here', 'push', 50, 60)"
        daemon = self.session("t_syncd")
        daemon.autocommit = True
        self.assertEqual(ask(daemon, lease), [(far,)])
        recall.rollback()
        self.assertIn((request,), ask(daemon, lease))

    def test_an_old_snapshot_does_not_export(self):
        session = self.session("t_syncd")
        session.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_REPEATABLE_READ)
        with self.assertRaises(psycopg2.Error) as caught:
            ask(session, self.EXPORT, self.source, 1)
        self.assertEqual(caught.exception.pgcode, "VA003")

    def test_at_the_edge_of_the_window_one_of_both(self):
        exported, stop = set(), threading.Event()

        def export():
            session = connect("t_syncd")
            session.autocommit = True
            while not stop.is_set():
                exported.update(row for row, in ask(
                    session, "select service_request_id from sync.updates(%s, now() - interval '5 s', null) where status = 'closed'", self.source))
            session.close()

        threads = [threading.Thread(target=export, daemon=True) for _ in range(2)]
        outcomes = []
        moderator = connect("t_moderator")
        moderator.autocommit = True
        requests = [self.answered(f"edge {n}") for n in range(60)]
        self.window("20 milliseconds")
        for thread in threads:
            thread.start()
        for n, (request, version) in enumerate(requests):
            ask(moderator, "select api.publish(%s, %s)", request, version)
            end = time.monotonic() + 0.012 + n % 12 / 1000
            while time.monotonic() < end:
                pass
            try:
                ask(moderator, "select api.recall(%s, %s)", request, version + 2)
                outcomes.append("recalled")
            except psycopg2.Error as error:
                self.assertEqual(error.pgcode, "VA002", error)
                outcomes.append("late")
        for request, outcome in zip((r for r, _ in requests), outcomes):
            if outcome == "late":
                self.wait_for_the_end(request)
        end = time.monotonic() + 10
        late = {request for (request, _), outcome in zip(requests, outcomes) if outcome == "late"}
        while not late <= exported and time.monotonic() < end:
            time.sleep(0.005)
        stop.set()
        for thread in threads:
            thread.join(20)
        moderator.close()
        recalled = {request for (request, _), outcome in zip(requests, outcomes) if outcome == "recalled"}
        self.assertEqual(recalled & exported, set(), "recalled and exported")
        self.assertLessEqual(late, exported, "neither recalled nor exported")
        self.assertTrue(late, "the edge was not reached")

    # Order of locks

    def test_bulk_in_opposite_orders(self):
        requests = [self.report(f"bulk {n}") for n in range(30)]
        items = [json.dumps([{"id": r, "version": 1} for r in order]) for order in (requests, requests[::-1])]
        threads = [Behind(user, "select outcome from api.bulk('accept', %s)", order)
                   for user, order in zip(("t_moderator", "t_moderator2"), items)]
        for thread in threads:
            thread.join(30)
        self.assertEqual([thread.error for thread in threads], [None, None])
        done = [sum(outcome == "done" for outcome, in thread.result) for thread in threads]
        self.assertEqual(sorted(done), [0, 30])

    def test_all_at_once(self):
        """Merges, splits, undos, withdrawals and answers of a few requests by four sessions: conflicts, but no deadlock."""
        requests = [self.report(f"all {n}") for n in range(6)]
        errors = []

        def work(user, seed):
            rng = random.Random(seed)
            session = connect(user)
            session.autocommit = True
            for _ in range(60):
                one, two = rng.sample(requests, 2)
                verb = rng.choice(("api.merge(%(one)s, %(v1)s, %(two)s, %(v2)s)", "api.split(%(one)s, %(v1)s)", "api.undo(%(one)s, %(v1)s)",
                                   "api.draft(%(one)s, %(v1)s, 'Так', true)", "api.publish(%(one)s, %(v1)s)", "api.recall(%(one)s, %(v1)s)",
                                   "api.reopen(%(one)s, %(v1)s)", "api.bulk('note', %(items)s, '{\"text\": \"н\"}')"))
                params = dict(one=one, two=two, v1=self.at(session, one), v2=self.at(session, two))
                params["items"] = json.dumps([{"id": two, "version": params["v2"]}, {"id": one, "version": params["v1"]}])
                try:
                    with session.cursor() as cursor:
                        cursor.execute("select " + verb, params)
                except psycopg2.Error as error:
                    errors.append(error.pgcode)
            session.close()

        threads = [threading.Thread(target=work, args=(user, n), daemon=True)
                   for n, user in enumerate(("t_moderator", "t_moderator2", "t_moderator", "t_moderator2"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertLessEqual(set(errors), {"VA001", "VA002", "VA003", "40001"})
        self.assertEqual(ask(self.admin, "select ok, why from audit.verify('kyiv')"), [(True, None)])
        self.assertEqual(self.value("select count(*) from varta.request r where merged_into is not null and varta.root(city_id, id) is null"), 0)

    @staticmethod
    def at(session, request):
        return ask(session, "select (r).version from api.queue_page(jsonb_build_object('id', %s), null, null, null, false, 1) r", request)[0][0]


if __name__ == "__main__":
    unittest.main()
