"""On a big terminal the request under the cursor is shown below the queue: what has to be read before
deciding is there without opening anything. Small terminals keep the whole screen for the queue."""
import os
import re

import reports
from hostile import BAD, TITLES
from play import Screen, Stream
from playcase import PlayCase, main


class Preview(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.numbers = reports.add(*[f"Люк {i}.\n\nПодробиці номер {i}, видно лише в тексті." for i in range(40)])

    def test_follows_the_cursor(self):
        for cyrillic in (False, True):
            play = self.play("-f", "cat:road", columns=120, rows=40, cyrillic=cyrillic)
            play.wait("1/40", f"{self.numbers[0]} · Пошкоджена дорога · new", "Подробиці номер 0,", "suggested: ")
            play.keys("j", "j").wait("Подробиці номер 2,").absent("Подробиці номер 0,").wait_cursor("Люк 2.")
            play.keys("G").wait("Подробиці номер 39,").wait_cursor("Люк 39.")
            play.keys("g").wait("Подробиці номер 0,")

    def test_follows_an_act(self):
        """Act and next: the preview shows the next one; what changed is shown as it is then."""
        number = reports.add("Рух.\n\nЙого приймуть.", "Ще рух.\n\nНаступний.", code="light")[0]
        play = self.play("-f", "status:new cat:light", columns=120, rows=40)
        play.wait("Його приймуть.", f"{number} · Світлофор · new")
        reports.act("t_moderator2", "accept", number, reports.version(number))
        play.wait(f"{number} · Світлофор · pending")
        play.keys("j").wait("Наступний.").absent("Його приймуть.")

    def test_passing_asks_nothing(self):
        """Rows that the cursor only passes are neither asked for nor painted."""
        play = self.play("-f", "cat:road", columns=120, rows=40).wait("Подробиці номер 0,")
        play.type("j" * 20).wait("Подробиці номер 20,").settle()
        self.assertEqual(self.shown(play.raw), {"0", "20"})

    @staticmethod
    def shown(painted):
        """The numbers whose details were on the screen at any moment, whatever was painted over them since."""
        numbers, screen = set(), Screen(120, 40)
        stream = Stream(screen)
        for piece in painted.split(b"\x1b"):
            stream.feed(b"\x1b" + piece)
            numbers.update(re.findall(r"Подробиці номер (\d+),", "\n".join(screen.display)))
        return numbers

    def test_room(self):
        play = self.play("-f", "cat:road", columns=99, rows=40).wait("1/40", "Люк 33.")
        play.absent("Подробиці")
        play.resize(120, 29).wait("Люк 23.")
        play.absent("Подробиці")
        play.resize(120, 40).wait("Подробиці номер 0,").absent("Люк 30.")
        play.resize(150, 60).wait("Подробиці номер 0,", "Люк 34.")
        play.resize(80, 24).absent("Подробиці")

    def test_off(self):
        config = os.path.join(os.environ["TMPDIR"], "off.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  preview: false\n")
        play = self.play("-c", config, "-f", "cat:road", columns=120, rows=40).wait("1/40", "Люк 34.")
        play.absent("Подробиці")

    def test_hostile(self):
        for title in TITLES.values():
            number = reports.add(title + "\n\n" + title + "\r\nкінець", code="sign")[0]
            play = self.play("-f", str(number), columns=120, rows=40).wait(f"{number} · Дорожній знак")
            for line in play.settle().lines():
                self.assertIsNone(BAD.search(line), line)
            play.kill()


main()
