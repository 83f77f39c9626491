"""Layout and the terminal itself: every act of a prefix at 40 x 10, a request's words first there; the request beside the
list from 140 columns on, a rule above it below that; several requests of a cell of the map as a number; a key that does
nothing says so; Ctrl-\\ gives the terminal back; a terminal that cannot draw names the way out."""
import re
import signal

import reports
from playcase import PlayCase, main


class SmallAndWide(PlayCase):
    def test_the_menu_is_whole(self):
        number = self.accepted("Меню.")[0]
        for cyrillic in False, True:
            play = self.open(number, columns=40, rows=10, cyrillic=cyrillic)
            play.keys("z").wait("── z/я").settle()
            keys = re.findall(r"(?<![^ ])(\w)/\w ", "\n".join(play.lines()[1:]))
            self.assertEqual(sorted(set(keys) - {"z"}), sorted("dagsprlowibnehv"), play.picture())
            play.kill()

    def test_the_words_first(self):
        number = reports.add("Слова мешканця видно одразу.")[0]
        play = self.open(number, columns=40, rows=10)
        play.keys("<Enter>").wait("Слова мешканця").wait_line(2, "Слова мешканця")

    def test_beside_and_below(self):
        reports.add("Поруч зі списком.")
        play = self.play(columns=140, rows=24).wait("1/").wait(re.compile("│ .*вул. Межигірська, 24"))
        play.resize(100, 40).wait(re.compile("^── .*─{9}")).absent("│")
        play.resize(200, 60).wait(re.compile("│ .*вул. Межигірська, 24"))

    @staticmethod
    def drawn(play):
        """The map alone: neither the counts above nor the list below, which say numbers, too."""
        lines = play.lines()
        return "\n".join(lines[2:next((y for y, line in enumerate(lines) if "nearest to the middle" in line), 2)])

    def test_several_in_a_cell(self):
        reports.add(*[f"Скупчення {n}." for n in range(4)], code="parking")
        reports.add(*[f"Натовп {n}." for n in range(12)], code="sign")
        for filtered, count, shown in (("cat:parking", "1/4", r"(?<!\d)4(?!\d)"), ("cat:sign", "1/12", r"\+")):
            play = self.play("-f", filtered).wait(count).keys("v", "m").wait("nearest to the middle")
            play.until(lambda: re.search(shown, self.drawn(play)), f"{shown} is not on the map")
            self.assertNotIn("*", self.drawn(play), play.picture())
            play.kill()

    def test_a_key_that_does_nothing(self):
        number = reports.add("Нічого не робить.")[0]
        for cyrillic, said in ((False, "'X' does nothing here"), (True, "'Ч' does nothing here")):
            play = self.open(number, cyrillic=cyrillic)
            play.keys("X").wait(said).keys("<F8>").wait("'F8' does nothing here").keys("v", "s").wait("Statistics").keys("a").wait("does nothing here")
            play.kill()

    def test_ctrl_backslash(self):
        play = self.play().wait("status:")
        play.keys("<Ctrl-\\>").wait_end(128 + signal.SIGQUIT)
        self.assertIn(b"\x1b[?1049l", play.raw)
        self.assertIn(b"\x1b[?2004l", play.raw)

    def test_dumb(self):
        play = self.play(env={"TERM": "dumb"}, columns=160)
        play.wait("the commands work there, see 'varta -h'").wait_end(1)

    def test_statistics_and_history(self):
        """The curve has an axis, an undone referral does not count, what a unit returned is not 'rejected'."""
        undone, back = self.accepted("Скасоване передання.", "Повернуте передання.", code="marking")
        reports.act("t_moderator", "refer", undone, reports.version(undone), "traffic_unit", None)
        reports.act("t_moderator", "undo", undone, reports.version(undone))
        reports.act("t_moderator", "refer", back, reports.version(back), "traffic_unit", None)
        reports.sql("select api.referral_return(%s, %s, p_text => 'не наше')", back, reports.version(back), user="t_traffic")
        play = self.play("-f", "cat:marking status:all", columns=100, rows=40).wait("1/2").keys("v", "s")
        play.wait("the highest: 2", re.compile(r"^ \d\d\.\d\d .*\d\d\.\d\d$"), re.compile(r"By unit: referrals .*returned"))
        play.wait(re.compile(r"безпеки дорожнього руху +1 +0 +0 +0 +1"))
        play.keys("<Esc>").wait("1/2").kill()
        play = self.open(undone).keys("v", "h").wait(f"History of {undone}", "undo: refer").absent("undone", "verb:")
        rejected = reports.add("Відхилене з причиною.")[0]
        reports.act("t_moderator", "reject", rejected, 1, "spam", "двічі")
        play.kill()
        self.open(rejected, "-l", "uk").keys("v", "h").wait("спам: двічі")


main()
