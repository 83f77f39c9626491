"""Operators of one city work side by side: whoever has written into the history of a city and not yet ended the transaction
holds up neither those who claim, answer and note in that city, nor what comes in from its site."""
import unittest

import sessions
from sessions import ask, items

AT_ONCE = "set lock_timeout = '10s'"  # far longer than anything here takes, unless it waits for the other's end


class SideBySide(sessions.Sessions):
    def setUp(self):
        super().setUp()
        self.held, self.free = self.report(f"held {self.id()}"), self.report(f"free {self.id()}")
        self.open = self.session("t_moderator")
        ask(self.open, "select api.note(%s, 1, 'Ще пишу…')", self.held)

    def now(self, user, sql, *params):
        session = self.session(user)
        session.autocommit = True
        ask(session, AT_ONCE)
        return ask(session, sql, *params)

    def test_another_answers_in_the_same_city(self):
        request, version = self.now("t_moderator2", "select id, version from api.claim_next()")[0]
        self.assertNotEqual(request, self.held)
        self.now("t_moderator2", "select api.answer(%s, %s, 'Відповідь')", request, version)
        self.assertEqual(self.value("select count(*) from varta.event where request_id = %s and verb = 'publish'", request), 1)

    def test_the_site_of_the_city_sends(self):
        stored = self.now("t_syncd", "select outcome from sync.import(%s, %s)", self.source, items("comes in meanwhile"))
        self.assertEqual(stored, [("stored",)])
        comment = '[{"service_request_id": "%s", "update_id": "side", "description": "ще"}]' % self.free
        self.assertEqual(self.now("t_syncd", "select outcome from sync.comments(%s, %s)", self.source, comment), [("stored",)])

    def test_an_administrator_changes_the_city(self):
        self.now("t_admin", "select api.unit_add('kyiv', 'side', 'city', 'Поруч', 'Beside')")
        self.now("t_super", "select api.operator_add('t_side', 'Ірина Бік', 'moderator', '{kyiv,poltava}')")
        self.assertEqual(self.value("select count(*) from varta.event where verb = 'unit_added' and after ->> 'code' = 'side'"), 1)

    def test_what_was_open_is_written_in_the_end(self):
        self.now("t_moderator2", "select api.note(%s, 1, 'Поруч')", self.free)
        self.open.commit()
        notes = ask(self.admin, "select request_id from varta.event where verb = 'note' and request_id in (%s, %s) order by id", self.held, self.free)
        self.assertEqual(notes, [(self.held,), (self.free,)], "numbered when they were written")
        self.assertEqual(self.value("select ok from audit.verify('kyiv')"), True)


if __name__ == "__main__":
    unittest.main()
