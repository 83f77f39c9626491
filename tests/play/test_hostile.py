"""Promise 6: no byte of a resident's text reaches the terminal unescaped. A report full of escape
sequences, controls, bidirectional overrides, combining and wide characters is shown harmlessly, and the
columns of the list stay where they are."""
import re

import reports
from playcase import PlayCase, main

TITLES = {
    "escape": "Назва \x1b]0;pwned\x07\x1b[31mчервона\x1b[2J\x1b[10;10Hтут",
    "c1": "Назва \x9b31m\x9d0;x\x9c та \x85 ще",
    "bidi": "Назва \u202eткет\u202c \u2066ізольовано\u2069 \u200f кінець",
    "combining": "Назва " + "е\u0301\u0302\u0303\u0304" * 12 + " кінець",
    "wide": "Назва 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 кінець",
    "invisible": "Назва \u200b\u200b\u00adсховано\ufeff \u2028рядок\u2029",
    "unassigned": "Назва \U000e0041\U000e0042\U0010fffd\ue000\u0378 кінець",
    "long": "Назва" + "ю" * 3000,
}
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]")


class Hostile(PlayCase):
    @classmethod
    def setUpClass(cls):
        bodies = [title + "\n\n" + title + "\r\nдругий рядок" for title in TITLES.values()]
        cls.numbers = reports.add(*bodies, first_name="\x1b[31mІван\u202e", email="a\x1b[5m@example.org")

    def check(self, play):
        for y, line in enumerate(play.lines()):
            self.assertIsNone(BAD.search(line), f"line {y}: {line!r}")
        self.assertNotIn("pwned", play.screen.title)

    def test_list(self):
        """The district stands in the same column of each row, and nothing has left its line."""
        play = self.play().wait(f"1/{len(TITLES)}")
        play.until(lambda: sum("Подільський" in line for line in play.lines()) == len(TITLES), "a row for each")
        rows = [y for y, line in enumerate(play.lines()) if "Подільський" in line]
        self.assertEqual(len(rows), len(TITLES))
        self.assertEqual(len({play.column(y, "Подільський") for y in rows}), 1)
        self.assertEqual(len({play.column(y, "Назва") for y in rows}), 1)
        self.check(play)
        for _ in TITLES:
            play.keys("j")
        play.keys("<Home>").wait("1/")
        self.check(play)

    def test_raw_bytes(self):
        """What is sent holds no sequence of the resident's."""
        number = self.accepted(TITLES["escape"] + TITLES["c1"] + TITLES["bidi"])[0]
        play = self.open(number).wait("Назва")
        play.keys("<Enter>").wait("History").keys("w").wait("Answer to").keys("<Esc>").wait("History")
        for bad in (b"pwned\x07", b"\x1b]0;", "\x9b31m".encode(), "\u202e".encode(), "\u2066".encode()):
            self.assertNotIn(bad, play.raw)

    def test_requests(self):
        for number in self.numbers:
            play = self.open(number)
            play.keys("<Enter>").wait("received", "Назва")
            self.check(play)
            play.keys("<End>").wait("History").keys("q", "r").wait("refer to")
            self.check(play)
            play.kill()

    def test_typed(self):
        """Controls and wide characters typed into an answer do no harm either."""
        number = self.accepted("Спокійна назва.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to").type("漢字 е\u0301 \u202eж").wait("漢字")
        play.type("!").wait("!")
        self.check(play)


main()
