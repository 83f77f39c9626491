"""Saved views: the queue's filter under a name, its count, shared in a city or thrown away; the views that
everybody has; going to a number; another order. With Latin and with Ukrainian keys."""
import reports
from playcase import PlayCase, main


class Views(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.roads = reports.add(*[f"Вибоїна номер {i}." for i in range(40)])
        cls.light = reports.add("Світлофор не працює.", code="light", at=reports.DNIPRO)[0]
        reports.act("t_moderator", "take", cls.light, reports.version(cls.light))

    def save(self, play, name):
        play.keys("v").wait("── v/м").keys("V").wait("Name of the view:").type(name).keys("<Enter>")
        return play.wait("the view is saved").absent("Name of the view:")

    def test_save_and_choose(self):
        for cyrillic in False, True:
            with self.subTest(cyrillic=cyrillic):
                name = f"Світлофори {cyrillic}"
                play = self.play("-f", "cat:light", cyrillic=cyrillic)
                play.wait("1/1", "Світлофор")
                self.save(play, name)
                play.keys("0").keys("v").wait("── v/м").keys("v").wait("Views, and how", name, "cat:light", "Mine", "Nobody's")
                play.go_to(name).keys("<Enter>").wait("1/1", "cat:light", "Світлофор").absent("Views, and how")
                self.assertEqual(reports.sql("select filter from varta.saved_view where name = %s", name), [({"category": ["light"]},)])

    def test_counts_and_digits(self):
        play = self.play()
        play.wait("1/41").keys("v", "v").wait("Views, and how")
        play.go_to("Mine ")
        self.assertRegex(play.cursor_line(), r"5 Mine +1 +mine$")
        self.assertRegex(play.line(play.find("Open")), r"1 Open +41$")
        play.keys("<Home>", "5").wait_cursor("Mine ").keys("<Enter>").wait("1/1", "mine", "Світлофор")

    def test_share_and_throw_away(self):
        play = self.play("-f", "cat:road")
        self.save(play.wait("1/40"), "Дороги")
        play.keys("v", "v").wait("Views, and how").go_to("Дороги").keys("s").wait("kyiv: cat:road")
        other = self.play(user="t_moderator2")
        other.wait("1/41").keys("v", "v").wait("Дороги", "kyiv: cat:road")
        play.keys("<Delete>").wait("Throw the view 'Дороги' away?").keys("<Enter>").absent("Throw the view")
        play.wait("kyiv: cat:road")
        play.until(lambda: len(reports.sql("select 1 from varta.saved_view where name = 'Дороги'")) == 1, "still two views")

    def test_what_everybody_has_stays(self):
        play = self.play()
        play.wait("1/41").keys("v", "v").wait("Open").keys("<Delete>").wait("everybody has this one").keys("<Esc>")

    def test_no_name_is_refused(self):
        play = self.play()
        play.wait("1/41").keys("v", "V").wait("Name of the view:").keys("<Enter>").wait("name").wait("Name of the view:")
        play.resize(40, 10).wait("Name of the view:").keys("<Esc>").absent("Name of the view:")

    def test_jump(self):
        for cyrillic in False, True:
            play = self.play(cyrillic=cyrillic)
            play.wait("1/41")
            play.keys("I").wait("Number:").type(str(self.roads[30])).keys("<Enter>").wait("History", "номер 30.")
            play.keys("<Esc>").wait("31/41").wait_cursor("номер 30.")
            play.keys("I").wait("Number:").type("x").keys("<Enter>").wait("'x' is not the number").keys("<Esc>").absent("Number:")
            play.keys("1").wait("status:new").keys("I").wait("Number:").type("99999").keys("<Enter>").wait("99999")

    def test_sort(self):
        for cyrillic in False, True:
            play = self.play("-f", "cat:road", cyrillic=cyrillic)
            play.wait("1/40").wait_cursor("номер 0.")
            play.keys("S").wait("sort:-due", "1/40").wait_cursor("номер 39.")
            play.keys("S").wait("sort:-received").wait_cursor("номер 39.").keys("S").wait("sort:received").wait_cursor("номер 0.")


if __name__ == "__main__":
    main()
