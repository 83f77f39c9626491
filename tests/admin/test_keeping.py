"""vartactl calendar, retention and erase, and the history: days off, how long personal data stay, a person
taken out of everything without a name on a command line, and the chain that is no city's."""
import json
import unittest

import ctl
import reports
from case import FAILED, NOT_FOUND, OK, USAGE, Case


class Keeping(Case):
    def listed(self, *args):
        return json.loads(self.ctl(OK, *args, "--json", user="t_admin"))

    def test_days_off(self):
        self.ctl(OK, "calendar", "set", "UA", "2027-03-15", "День міста", "--name-en", "City day", user="t_super")
        self.assertIn("2027-03-15", [d["day"] for d in self.listed("calendar", "list", "UA", "2027")])
        self.ctl(OK, "calendar", "clear", "UA", "2027-03-15")
        self.assertNotIn("2027-03-15", [d["day"] for d in self.listed("calendar", "list", "UA", "2027")])
        self.ctl(FAILED, "calendar", "set", "UA", "2199-03-15", "Далеко", say="2199-03-15")
        self.ctl(NOT_FOUND, "calendar", "set", "XX", "2027-03-15", "Ніде", say="XX")

    def test_a_moved_working_day(self):
        self.ctl(OK, "calendar", "set", "UA", "2027-03-20", "Робоча субота", "--working")
        day = next(d for d in self.listed("calendar", "list", "UA", "2027") if d["day"] == "2027-03-20")
        self.assertTrue(day["working"])

    def test_retention(self):
        def days():
            return next((r["days"], r["own"]) for r in self.listed("retention", "list", "kyiv") if r["kind"] == "question")
        general = days()
        self.ctl(OK, "retention", "set", "kyiv", "question", "77", user="t_admin")
        self.assertEqual(days(), (77, True))
        self.ctl(OK, "retention", "set", "kyiv", "question")
        self.assertEqual(days(), general)
        self.ctl(FAILED, "retention", "set", "kyiv", "question", "0", say="0")

    def reporters(self, number):
        return self.value("select count(*) from varta.reporter where request_id = %s and email is not null", number)

    def test_a_request_is_erased(self):
        number, = reports.add("Зітріть мене.", email="request@example.org")
        self.assertEqual(self.reporters(number), 1)
        self.ctl(OK, "erase", "request", "kyiv", str(number), user="t_admin")
        self.assertEqual(self.reporters(number), 0)

    def test_a_person_is_erased(self):
        numbers = [reports.add(f"Від людини {i}.", email="person@example.org", phone="+380 50 111 22 33")[0] for i in range(2)]
        self.ctl(USAGE, "erase", "person", "kyiv", "person@example.org")
        shown = self.ctl(OK, "erase", "person", "kyiv", "--json", stdin="person@example.org\n", user="t_admin")
        self.assertEqual([row["request"] for row in json.loads(shown)], numbers)
        self.assertEqual([self.reporters(n) for n in numbers], [0, 0])
        number, = reports.add("Ще раз.", email="other@example.org", phone="+380 50 111 22 33")
        self.ctl(OK, "erase", "person", "kyiv", stdin="050 111-22-33\n")
        self.assertEqual(self.reporters(number), 0)

    def test_the_chain_of_no_city(self):
        self.ctl(OK, "operator", "add", "nowhere_yet", "--name", "Без міста", "--role", "sync", stdin="a long enough word\n")
        self.assertIn("no city:", self.ctl(OK, "audit", "verify"))
        reports.sql("alter table varta.event disable trigger user")
        reports.sql("select sync.log_seal()")
        first = self.value("select min(id) from varta.event where city_id = 0")
        reports.sql(f"update varta.event set who = 'mallory' where city_id = 0 and id = {first}")
        broken = ctl.run("audit", "verify")
        self.assertEqual((broken.returncode, broken.stderr), (FAILED, ""))
        self.assertIn(f"no city: broken at event {first}: it was changed", broken.stdout)


if __name__ == "__main__":
    unittest.main()
