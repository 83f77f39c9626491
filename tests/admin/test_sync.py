"""vartactl sync: what was not delivered is listed with its reason, what was given up is tried again, by
source and singly, and only of the administrator's cities."""
import json
import unittest

import reports
from case import FAILED, NOT_FOUND, OK, USAGE, Case


class Sync(Case):
    @classmethod
    def setUpClass(cls):
        reports.sql("select api.source_add('kyiv', 'fms', 'push', 'fms', null)")
        for number in reports.add("Раз", "Два", source="fms"):
            reports.act("t_moderator", "accept", number, 1)

    def give_up(self):
        """All deliveries of the source are given up; their numbers."""
        return [seq for (seq,) in self.rows("update varta.delivery set dead_at = now(), attempts = 1, last_error = 'no\x1b[31m room'"
                                            " where source_id = (select id from varta.source where code = 'fms') returning seq")]

    def test_list(self):
        numbers = self.give_up()
        rows = json.loads(self.ctl(OK, "sync", "list", "fms", "--json", user="t_admin"))
        self.assertEqual(sorted(row["seq"] for row in rows), sorted(numbers))
        self.assertEqual({(row["source"], row["state"], row["attempts"]) for row in rows}, {("fms", "dead", 1)})
        self.assertTrue(all("room" in row["reason"] for row in rows), rows)
        self.assertEqual(len(json.loads(self.ctl(OK, "sync", "list", "--json"))), 2)
        self.assertEqual(json.loads(self.ctl(OK, "sync", "list", "poltava-site", "--json")), [])
        shown = self.ctl(OK, "sync", "list")
        self.assertIn("room", shown)
        self.assertNotIn("\x1b", shown)

    def test_replay(self):
        numbers = self.give_up()
        self.assertEqual(self.ctl(OK, "sync", "replay", "fms", str(numbers[0]), user="t_admin"), "1 is tried again\n")
        self.ctl(FAILED, "sync", "replay", "fms", str(numbers[0]), say="pending")
        self.assertEqual(self.ctl(OK, "sync", "replay", "fms"), "1 is tried again\n")
        self.assertEqual(self.value("select count(*) from varta.delivery where dead_at is null and attempts = 0"), 2)
        self.give_up()
        self.assertEqual(self.ctl(OK, "sync", "replay", "fms"), "2 are tried again\n")

    def test_wrong(self):
        self.ctl(NOT_FOUND, "sync", "replay", "nowhere")
        self.ctl(FAILED, "sync", "replay", "fms", "many")
        self.ctl(USAGE, "sync", "replay")


if __name__ == "__main__":
    unittest.main()
