"""Duplicates: what is near and similar is shown with enough to decide, one key merges and goes on, and
what was merged by mistake is undone or split again."""
import reports
from playcase import PlayCase, main


class Duplicates(PlayCase):
    places = [(50.455 + 0.01 * i, 30.41 + 0.02 * j) for i in range(6) for j in range(5)]

    def setUp(self):
        super().setUp()
        self.move()

    def move(self):
        """Goes where nothing has been reported yet."""
        self.here = self.places.pop()

    def pair(self, text):
        """A request that is there already, and one that says the same."""
        near = self.here[0] + 0.0001, self.here[1] + 0.0001
        first = self.accepted(f"Дерево впало {text}.\n\nПерше повідомлення, з деталями.", at=near)[0]
        second = reports.add(f"Дерево впало {text}, приберіть.", at=self.here)[0]
        return first, second

    def into(self, number):
        return reports.sql("select merged_into from varta.request where id = %s", number)[0][0]

    def walk(self, cyrillic):
        first, second = self.pair(f"на дорогу {cyrillic}")
        play = self.open(second, cyrillic=cyrillic)
        play.keys("d").wait("is the same as", "── Near and similar", "приберіть.", f"{first} pending")
        play.wait("Перше повідомлення, з деталями.", "вул. Межигірська, 24").wait_cursor(str(first))
        self.assertIn(" m ", play.cursor_line())
        play.keys("<Enter>").wait(f"{second}: merged")
        self.assertEqual((reports.status(second), self.into(second)), ("merged", first))
        play.keys("u").wait(f"{second}: undone")
        self.assertEqual((reports.status(second), self.into(second)), ("new", None))
        play.keys("d").wait(f"{first} pending", "Перше повідомлення").keys("<Enter>").wait(f"{second}: merged")
        play.keys("z", "d").wait(f"{second}: on its own again")
        self.assertEqual((reports.status(second), self.into(second)), ("new", None))

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_choosing(self):
        """A digit or the arrows go to a line, and its whole request is shown below; Esc leaves everything as it is."""
        first, second = self.pair("на паркан")
        third = reports.add("Дерево впало на паркан учора.\n\nТретє повідомлення.", at=self.here)[0]
        play = self.open(second)
        play.keys("d").wait(f"{first} pending", f"{third} new")
        here = 1 if f" {third} " in play.settle().line(play.find("── Near and similar") + 1) else 2
        play.keys(str(here)).wait("Третє повідомлення.").wait_cursor(str(third))
        play.keys("k" if here == 2 else "j").absent("Третє повідомлення.")
        play.keys("<Esc>").wait("1/1")
        self.assertEqual(reports.status(second), "new")

    def test_by_its_number(self):
        """Far away and in other words: its number puts it before the others."""
        first = self.accepted("Зовсім інші слова.\n\nІ далеко.", at=(50.42, 30.65))[0]
        second = reports.add("Гілляка заважає проїзду.", at=self.here)[0]
        play = self.open(second)
        play.keys("d").wait("nothing near, nothing similar")
        play.keys("#").wait("Number:").type("12x").keys("<Enter>").wait("no number of a request: 12x")
        play.keys("<Backspace>", "<Backspace>", "<Backspace>").type("999999999").keys("<Enter>").wait("999999999")
        play.absent("Number:").keys("I").wait("Number:").type(str(first)).keys("<Enter>").wait("І далеко.")
        play.keys("<Enter>").wait(f"{second}: merged")
        self.assertEqual(self.into(second), first)

    def test_the_other_one_changed(self):
        """Somebody rejects it while it is being looked at: nothing is merged, and the operator is told."""
        first, second = self.pair("на лавку")
        play = self.open(second)
        play.keys("d").wait("Перше повідомлення")
        reports.act("t_moderator2", "reject", first, reports.version(first), "spam", None)
        play.keys("<Enter>").wait(f"{second}: Ігор Мельник changed this request")
        self.assertEqual(reports.status(second), "new")

    def test_small_and_hostile(self):
        """40 columns and 10 lines, resized inside, no colours, and escape sequences of a resident."""
        reports.add("Люк\x1b[31m\u202eвідкритий\n\nДеталі\x1b]0;x\x07", at=self.here)
        second = reports.add("Люк відкритий зовсім", at=self.here)[0]
        play = self.open(second, columns=40, rows=10, env={"NO_COLOR": "1"})
        play.keys("d").wait("is the same as", "── Near and similar")
        play.resize(100, 30).wait("Люк␛[31m<U+202E>відкритий", "Деталі␛]0;x␇")
        play.resize(39, 9).wait("too small").resize(80, 24).wait("is the same as")
        play.wait_cursor("Люк␛[31m")


main()
