"""The map: where a request is and what is around it, all requests of a city, in step with the list of the
nearest ones; red and green also by sign; the same in braille and in ASCII."""
import os
import re

import reports
from hostile import BAD, TITLES
from playcase import PlayCase, main

BRAILLE = re.compile("[\u2801-\u28ff]")


class Map(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.here = reports.add("Тут люк.", at=(50.4600, 30.5000))[0]
        cls.near = reports.add("Поруч яма.", code="sign", at=(50.4610, 30.5000))[0]
        cls.further = reports.add("Далі знак.", code="sign", at=(50.4630, 30.5000))[0]
        cls.away = reports.add("За рікою.", at=(50.45, 30.65))[0]
        cls.nowhere = reports.add("Питання без місця.", code="question", at=None)[0]

    def test_from_a_request(self):
        for cyrillic in (False, True):
            play = self.play("-f", str(self.here), cyrillic=cyrillic).wait("1/1")
            play.keys("m").wait("nearest to the middle", "Тут люк.", re.compile(r"111 m +\d+ .*Поруч яма"), "× 1.5 km")
            play.wait_cursor("Тут люк.")
            play.keys("j").wait_cursor("Поруч яма.").keys("j").wait_cursor("Далі знак.")
            play.keys("+").wait("× 750 m")
            play.keys("-", "-").wait("× 3.0 km")
            play.keys("<Enter>").wait("History", "Далі знак.").keys("q").wait("nearest to the middle")
            play.keys("m").wait(re.compile(r"0 m +\d+ .*Далі знак"))
            play.keys("<Esc>").wait("№").kill()

    def test_the_city(self):
        for cyrillic in (False, True):
            play = self.play(cyrillic=cyrillic).wait("№").settle()
            play.keys("v", "m").wait("status:new,pending city:kyiv", "Дніпровський район", BRAILLE, re.compile(r"\*"))
            play.until(lambda: any(BRAILLE.search(line) for line in play.lines()), "borders")
            play.keys("D").wait("a dot for each").keys("D").wait("how many dangerous places").keys("D").wait("! late")
            play.keys("3").wait("status:answered").keys("9").wait("status:new,pending,answered")
            before = play.lines()[2:12]
            play.keys("H").until(lambda: play.lines()[2:12] != before, "panned")
            play.keys("L", "K", "J").settle()
            play.keys("0").until(lambda: BRAILLE.search("".join(play.lines())), "the whole city")
            play.kill()

    def test_acts(self):
        """The acts work on the row that is selected; list and map show what it is then."""
        request = reports.add("Прийняти з карти.", at=(50.4900, 30.4200))[0]
        play = self.open(request)
        play.keys("m").wait(re.compile(rf"^ \* +0 m +{request} "))
        play.keys("a").wait(f"{request}: accepted", re.compile(rf"^   +0 m +{request} "))
        self.assertEqual(reports.status(request), "pending")

    def test_live(self):
        play = self.play("-f", str(self.away)).wait("1/1").keys("m").wait("За рікою.")
        reports.add("Щойно за рікою.", at=(50.451, 30.65))
        play.wait("Щойно за рікою.")

    def test_without_a_place(self):
        play = self.open(self.nowhere)
        play.keys("m").wait("no place was given", "Дніпровський район")

    def test_sizes(self):
        play = self.play("-f", str(self.here), columns=40, rows=10).wait("1/1").keys("m").wait("Тут люк.")
        for columns, rows in ((132, 43), (40, 10), (80, 24), (30, 5), (80, 24)):
            play.resize(columns, rows)
            play.wait("too small" if columns == 30 else "Тут люк.")
        play.wait_cursor("Тут люк.")

    def test_ascii(self):
        config = os.path.join(os.environ["TMPDIR"], "ascii.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  ascii: true\n")
        play = self.play("-c", config).wait("#").keys("v", "m").wait("Дніпровський район", "|", "*").settle()
        for line in play.lines():
            self.assertIsNone(re.search("[^ -~\u0400-\u04ff]", line), line)

    def test_without_colours(self):
        play = self.play("-f", str(self.here), env={"NO_COLOR": "1"}).wait("1/1").keys("m").wait("Поруч яма.", "! late").settle()
        self.assertNotRegex(play.raw, rb"\x1b\[[0-9;]*3[0-7]m")

    def test_hostile(self):
        for title in TITLES.values():
            reports.add(title + "\n\nтекст", at=(50.411, 30.541))
        play = self.open(reports.add("Серед них.", at=(50.411, 30.541))[0], columns=100, rows=40)
        play.keys("m").wait("Серед них.", "Назва").settle()
        for line in play.lines():
            self.assertIsNone(BAD.search(line), line)


main()
