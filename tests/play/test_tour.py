"""Every screen, reached by its keys from the queue, in Latin and in Ukrainian: a resident's hostile text on it
is harmless, and it stands any size of the terminal, also while it is open, without colours where none are wanted."""
import re

import reports
from hostile import BAD, TITLES
from playcase import PlayCase, main

STOPS = (  # keys from the queue, a text of the screen
    (("<Enter>",), "Пошкоджена дорога ·"),
    (("w",), "Answer to the resident"),
    (("w", "<F7>"), "Templates"),
    (("r",), "refer to"),
    (("r", "w"), "Note:"),
    (("i",), "internal note"),
    (("d",), "Near and similar"),
    (("/",), "Filter:"),
    (("?",), "What works here"),
    (("z",), "── z/я"),
    (("z", "a"), "give to"),
    (("z", "s"), "snooze until"),
    (("z", "p"), "question to"),
    (("z", "l"), "days more"),
    (("z", "o"), "open again"),
    (("z", "w"), "withdraw"),
    (("v",), "── v/м"),
    (("m",), "nearest"),
    (("v", "m"), "nearest"),
    (("v", "s"), "Statistics"),
    (("v", "o"), "Outbox"),
    (("v", "h"), "History of"),
    (("v", "g"), "Templates of"),
    (("v", "e"), "Messages to"),
    (("v", "v"), "Views"),
    (("v", "V"), "Name of"),
    (("v", "r"), "Register of orders"),
    (("v", "i"), "Institutions"),
    (("v", "c"), "Rounds and campaigns"),
    (("v", "t"), "Orders issued"),
    (("#",), "Number:"),
)
COLOUR = re.compile(rb"\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|38;[0-9;]+|48;[0-9;]+)m")


class Tour(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.number, = reports.add("Назва" + "".join(TITLES[name][5:] for name in ("escape", "c1", "bidi")) + "\n\n" + TITLES["wide"])
        reports.act("t_moderator", "accept", cls.number, reports.version(cls.number))

    def harmless(self, play, stop):
        for y, line in enumerate(play.lines()):
            self.assertIsNone(BAD.search(line), f"{stop}: line {y}: {line!r}")
        self.assertNotIn("pwned", play.screen.title)

    def visit(self, stop, marker, **kwargs):
        play = self.open(self.number, **kwargs)
        play.keys(*stop).wait(marker).settle()
        self.harmless(play, stop)
        return play

    def round(self, cyrillic):
        for stop, marker in STOPS:
            play = self.visit(stop, marker, cyrillic=cyrillic)
            play.resize(39, 9).wait("terminal is too").resize(40, 10).absent("terminal is too").wait(marker).settle()
            self.harmless(play, stop)
            play.resize(120, 40).wait(marker).settle()
            self.harmless(play, stop)
            play.resize(80, 24).wait(marker).settle().keys("<Esc>").settle()
            if play.find("1/1") is None:
                play.keys("<Esc>")
            play.absent(marker).wait("1/1").kill()

    def test_latin(self):
        self.round(False)

    def test_ukrainian(self):
        self.round(True)

    def test_smallest_and_without_colours(self):
        for stop, marker in STOPS:
            play = self.visit(stop, marker, columns=40, rows=10, env={"NO_COLOR": "1"})
            self.assertIsNone(COLOUR.search(play.raw), stop)
            y, x = play.cursor()
            self.assertTrue(0 <= y < 10 and 0 <= x < 40, stop)
            play.kill()


main()
