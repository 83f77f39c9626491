"""Promise 6: no byte of a resident's text reaches the terminal unescaped. A report full of escape
sequences, controls, bidirectional overrides, combining and wide characters is shown harmlessly, and the
columns of the list stay where they are."""
import reports
from hostile import BAD, TITLES
from playcase import PlayCase, main


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
