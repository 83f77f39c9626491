"""An operator who is a moderator in one city and an expert in another: what a request's city allows is offered on it,
and nothing that only the other one would allow; in the queue, the palette, and for many at once."""
import reports
from playcase import PlayCase, main

REFUSED = "only for a moderator"


class RolesPerCity(PlayCase):
    @classmethod
    def setUpClass(cls):
        reports.sql("select api.operator_add('t_both', 'Богдан Лис', 'moderator', '{kyiv,poltava}', true)")
        reports.sql("select api.operator_set('t_both', '{\"role.poltava\": \"expert\"}')")

    def setUp(self):
        super().setUp()
        self.here = reports.add("Лампа в Києві.", code="light")[0]
        self.abroad = reports.add("Лампа в Полтаві.", code="light", at=(49.58, 34.5), source="poltava-site")[0]

    def tearDown(self):
        super().tearDown()
        for user, number in (("t_moderator", self.here), ("t_poltava", self.abroad)):
            if reports.status(number) == "new":
                reports.act(user, "reject", number, reports.version(number), "spam", None)

    def at(self, number):
        return self.open(number, user="t_both")

    def test_an_act_is_offered_where_the_city_allows_it(self):
        play = self.at(self.abroad)
        play.keys("a").wait(f"accept: {REFUSED}").keys("x").wait(f"reject: {REFUSED}").absent("because")
        play.keys("<Enter>").wait("History").keys("a").wait("accept: only for a moderator")
        self.assertEqual(reports.status(self.abroad), "new")
        self.at(self.here).keys("a").wait(f"{self.here}: accepted")

    def test_the_palette_says_why_not(self):
        play = self.at(self.abroad)
        play.keys(":").wait("reject").type("accept").wait(f"accept: {REFUSED}")
        play = self.at(self.here)
        play.keys(":").wait("reject").type("accept").absent("reject").wait("accept").absent(REFUSED)

    def test_marked_in_both_cities(self):
        """Refused where the city of none allows it; otherwise each gets its own result."""
        play = self.play("-f", "cat:light status:new", user="t_both").wait("Києві", "Полтаві").go_to("Полтаві")
        play.keys("t").wait("1 marked").keys("a").wait(f"accept: {REFUSED}")
        play.keys("<Home>").wait_cursor("Києві").keys("t").wait("2 marked").keys("a").wait("accept: the 2 marked requests?").keys("<Enter>")
        play.wait("accept: 1 done, 1 not done", f"{self.here}  accepted")
        self.assertEqual([reports.status(number) for number in (self.here, self.abroad)], ["pending", "new"])


main()
