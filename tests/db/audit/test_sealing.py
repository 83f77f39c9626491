"""The worker seals every event that was committed exactly once, however late that is, beside those who write and beside another
worker; nobody's open transaction keeps back the events of others."""
import threading
import unittest

import sessions
from sessions import ask, connect, items


class Sealing(sessions.Sessions):
    def seal(self):
        return ask(self.admin, "select size, more from sync.log_seal()")[0]

    def sealed(self, request):
        return [verb for verb, in ask(self.admin, "select e.verb from varta.event e join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id "
                                                  "where e.request_id = %s order by l.leaf", request)]

    def test_an_open_transaction_keeps_back_its_own_events_alone(self):
        held, free = self.report("held"), self.report("free")
        self.seal()
        late = self.session("t_moderator")
        ask(late, "select api.note(%s, 1, 'Пізно')", held)
        other = self.session("t_moderator2")
        ask(other, "select api.note(%s, 1, 'Вчасно')", free)
        other.commit()
        size, _ = self.seal()
        self.assertEqual((self.sealed(held), self.sealed(free)), (["received"], ["received", "note"]))
        late.commit()
        self.assertEqual(self.seal()[0], size + 64)
        self.assertEqual(self.sealed(held), ["received", "note"])
        self.assertEqual(self.value("select count(*) from varta.log_queue"), 0)

    def test_what_is_rolled_back_is_not_sealed(self):
        request = self.report("rolled back")
        session = self.session("t_moderator")
        ask(session, "select api.note(%s, 1, 'Ні')", request)
        session.rollback()
        self.seal()
        self.assertEqual(self.sealed(request), ["received"])

    def test_two_workers_and_many_writers(self):
        stop, errors = threading.Event(), []

        def work():
            session = connect("t_syncd")
            session.autocommit = True
            try:
                while not stop.is_set():
                    ask(session, "select size from sync.log_seal(7)")
            except Exception as error:  # whatever it is, the test has to know
                errors.append(error)
            session.close()

        workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
        for worker in workers:
            worker.start()
        writers = [sessions.Behind("t_syncd", "select * from sync.import(%s, %s)", self.source, items(*(f"writer {w} {n}" for n in range(9)))) for w in range(12)]
        for writer in writers:
            writer.join(60)
        stop.set()
        for worker in workers:
            worker.join(60)
        self.assertEqual(errors + [w.error for w in writers if w.error], [])
        while self.seal()[1]:
            pass
        self.assertEqual(ask(self.admin, "select count(*) filter (where l.leaf is null), count(*) > 100 from varta.event e "
                                         "left join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id"), [(0, True)])
        self.assertEqual(ask(self.admin, "select count(*) filter (where e.hash <> varta.tile_leaf(e.leaf) or e.what not in ('event', 'padding')) "
                                         "from generate_series(0, varta.log_size(), 10000) f cross join lateral audit.log_entries(null, f, 10000) e"), [(0,)])
        gaps = self.value("select count(*) from (select first <> lag(first + size, 1, 0::bigint) over (order by first) as gap from varta.log_batch) x where gap")
        self.assertEqual(gaps, 0, "batches stand one behind the other")

    def test_an_event_that_is_queued_twice_is_sealed_once(self):
        """A superuser puts it there: sealing does not stand still for it."""
        request = self.report("queued twice")
        again = "insert into varta.log_queue select city_id, id from varta.event where request_id = %s"
        ask(self.admin, again, request)
        self.seal()
        ask(self.admin, again, request)
        ask(self.admin, "insert into varta.log_queue values (1, -5)")
        self.seal()
        self.assertEqual(self.sealed(request), ["received"])


if __name__ == "__main__":
    unittest.main()
