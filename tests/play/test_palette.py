"""The palette and the help: every command by its name, a few characters of it are enough, with either keyboard
layout; what cannot be done now says why; Enter does it on the screen below."""
import reports
from playcase import PlayCase, main


class Palette(PlayCase):
    def test_a_few_characters_are_enough(self):
        number = reports.add("Сходинка відпала.")[0]
        play = self.open(number)
        play.keys(":").wait("duplicate of", "accept").type("acc").wait("a ф").absent("duplicate of")
        play.keys("<Enter>").wait(f"{number}: accepted").absent("──")
        self.assertEqual(reports.status(number), "pending")

    def test_ukrainian_layout(self):
        """The name as it stands on the keys: фссуз is accep."""
        number = reports.add("Паркан упав.")[0]
        play = self.open(number, cyrillic=True)
        play.keys("<F9>").wait("accept").keys("a", "c", "c", "e", "p").wait(": фссуз").absent("publish").keys("<Enter>")
        play.wait(f"{number}: accepted")

    def test_from_a_text(self):
        """Where characters are typed as text F9 opens it; the commands without a key there are in it."""
        number = reports.add("Вікно розбите.")[0]
        reports.act("t_moderator", "accept", number, reports.version(number))
        play = self.open(number)
        play.keys("w").wait("F2 save").type("Чернетка.").keys("<F9>").type("save").wait("F2").keys("<Enter>")
        play.until(lambda: reports.sql("select 1 from varta.response where request_id = %s", number), "the draft is not saved")

    def test_nothing_fits(self):
        play = self.open(reports.add("Дах тече.")[0])
        play.keys(":").wait("accept").type("qqqq").absent("accept  ").keys("<Enter>", "<Esc>").absent(": qqqq").wait("1/1")

    def test_the_help_is_looked_through(self):
        number = reports.add("Кабель звисає.")[0]
        play = self.open(number)
        play.keys("?").wait("What works here", "Look for:", "publish").type("fil").wait("/ f а").absent("publish")
        play.wait_cursor("filter").keys("<Enter>").wait("Filter:").keys("<Esc>").absent("Filter:")
        play.keys("?").wait("What works here").type("zzz").absent("filter").keys("<Backspace>", "<Backspace>", "<Backspace>")
        play.wait("publish")
        play.keys(*["<PgDn>"] * 5).wait("before the number: * new", "at the end: OK").keys("<Esc>").absent("What works here")

    def test_reasons(self):
        """What cannot be done now says why in the help, and when it is chosen."""
        number = reports.add("Знак погнутий.")[0]
        play = self.open(number)
        play.keys("<Enter>").wait("History").keys("?").wait("What works here").type("publ")
        play.wait("publish: ").keys("<Enter>").wait("publish: ").wait("History")

    def test_small_and_resized(self):
        play = self.open(reports.add("Стовп нахилений.")[0], columns=40, rows=10)
        play.keys(":").wait("accept").type("vie").wait("saved views").resize(120, 40).wait("saved views", "vv мм")
        play.keys("<Enter>").wait("Views, and how")


if __name__ == "__main__":
    main()
