"""The map with streets: a request among its streets and their names, the city with its main ones, where the data
are from; no name stands on another one or on a request; a view that was shown is there at once, and what it costs."""
import os
import re

import reports
import streets
from hostile import BAD, TITLES
from playcase import PlayCase, main

BRAILLE = re.compile("[\u2801-\u28ff]")
AT = (50.46, 30.50)
NAMES = ("Соборна", "Велика Морська", "Лісова", "Шевченка", "Грушевського", "Каштанова", "Польова", "Вишнева", "Озерна", "Річкова", "Нова", "Паркова")
BUDGETS = {(40, 10): 1800, (80, 24): 4500, (140, 45): 11000}  # bytes that the key of the map may write


class Map(PlayCase):
    @classmethod
    def setUpClass(cls):
        streets.add(streets.grid(NAMES))
        cls.here = reports.add("Тут люк.", at=AT)[0]
        cls.around = [reports.add(f"Яма {n}.", at=(AT[0] + (n % 5 - 2) * 0.0013, AT[1] + (n // 5 - 1) * 0.004))[0] for n in range(15)]

    def map_of(self, *args, columns=80, rows=24, **kwargs):
        play = self.play("-f", str(self.here), *args, columns=columns, rows=rows, **kwargs).wait("1/1")
        play.keys("m").wait(re.compile(r" 0 m.*Тут люк\.| 0 м.*Тут люк\."), "Приклад, ODbL")
        play.until(lambda: self.requests_on(play) == 1 + len(self.around), "every request on the map")
        return play.settle()

    def map_lines(self, play):
        """Those between the title and the heading of the list."""
        lines = play.lines()
        end = next(y for y, line in enumerate(lines) if "nearest to the" in line or "найближчі до " in line)
        return lines[2:end]

    def text_of(self, play):
        return "\n".join(self.map_lines(play)).replace("Приклад", " ").replace("ODbL", " ")

    def requests_on(self, play):
        """How many requests the marks say there are."""
        return sum(1 if mark == "*" else int(mark) for mark in re.findall(r"[*2-9]", self.text_of(play)))

    def check_names(self, play, least):
        """Names that are there are whole, and every request is seen."""
        shown = self.map_lines(play)
        whole = [name for name in NAMES for line in shown if re.search(rf"(?<!\w){name}(?!\w)", line)]
        self.assertGreaterEqual(len(set(whole)), least, play.picture())
        words = {word for name in NAMES for word in name.split()} | {"Подільський", "район"}
        self.assertLessEqual({word for word in re.findall(r"[\u0400-\u04ff]{2,}", self.text_of(play))}, words, play.picture())
        self.assertEqual(self.requests_on(play), 1 + len(self.around), play.picture())

    def test_a_request_among_its_streets(self):
        for cyrillic in (False, True):
            play = self.map_of(cyrillic=cyrillic)
            self.check_names(play, 5)
            self.assertTrue(any(BRAILLE.search(line) for line in self.map_lines(play)))
            play.kill()

    def test_wide(self):
        self.check_names(self.map_of(columns=140, rows=45), 8)

    def test_in_ukrainian(self):
        play = self.map_of("-l", "uk").wait("найближчі до середини")
        self.check_names(play, 5)

    def test_small(self):
        play = self.play("-f", str(self.here), columns=40, rows=10).wait("1/1").keys("m").wait("nearest to the").settle()
        play.until(lambda: any(BRAILLE.search(line) for line in self.map_lines(play)), "streets")
        for columns, rows in ((132, 43), (40, 10), (80, 24), (30, 5), (80, 24)):
            play.resize(columns, rows)
            play.wait("too small" if columns == 30 else "Тут люк.")
        play.wait("Приклад, ODbL")

    def test_ascii(self):
        config = os.path.join(os.environ["TMPDIR"], "ascii.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  ascii: true\n")
        play = self.play("-c", config, "-f", str(self.here)).wait("1/1").keys("m").wait("Приклад, ODbL", "Соборна")
        play.until(lambda: self.requests_on(play) == 1 + len(self.around), "every request on the map")
        play.settle()
        for line in play.lines():
            self.assertIsNone(re.search("[^ -~\u0400-\u04ff]", line), line)
        self.check_names(play, 5)
        self.assertTrue([line for line in self.map_lines(play) if "--" in line], play.picture())

    def test_what_was_shown_is_not_asked_again(self):
        """A street is renamed meanwhile: a view that is new has the new name, one that was shown the old one."""
        play = self.map_of()
        play.wait("Озерна").keys("+").wait("× 750 m").settle()
        reports.sql("update varta.street set name = 'вулиця Інша' where name = 'вулиця Озерна'")
        try:
            play.keys("-").wait("× 1.5 km", "Озерна").absent("Інша").keys("-").wait("× 3.0 km", "Інша").absent("Озерна")
        finally:
            reports.sql("update varta.street set name = 'вулиця Озерна' where name = 'вулиця Інша'")

    def test_another_city_has_no_streets(self):
        """Neither are the ones of the city before left over."""
        reports.sql("select api.operator_add('t_both', 'Богдан Лис', 'moderator', '{kyiv,poltava}', true)")
        play = self.play(user="t_both").wait("№").settle()
        play.keys("v", "m").wait("Приклад, ODbL").keys("c").wait("city:poltava", "Шевченківський район").absent("Приклад", "Соборна")

    def test_where_it_is_though_it_is_rejected(self):
        gone, = reports.add("Відхилене.", at=(AT[0] + 0.0004, AT[1] + 0.0011))
        reports.act("t_moderator", "reject", gone, 1, "spam", None)
        play = self.play("-f", f"{gone} status:rejected").wait("1/1").keys("m").wait("Приклад, ODbL", "@")
        self.assertTrue([line for line in self.map_lines(play) if "@" in line], play.picture())

    def test_hostile(self):
        streets.add([(title, "", 1, [[[30.47, 50.461 + n / 2000], [30.53, 50.461 + n / 2000]]]) for n, title in enumerate(TITLES.values())],
                    source="© \x1b]0;pwned\x07Джерело \u202e", licence="<b>\x9b31m")
        try:
            for config in ((), ("-c", os.path.join(os.environ["TMPDIR"], "plain.yaml"))):
                with open(os.path.join(os.environ["TMPDIR"], "plain.yaml"), "w", encoding="utf-8") as file:
                    file.write("console:\n  ascii: true\n")
                play = self.play("-f", str(self.here), *config, columns=100, rows=40).wait("1/1").keys("m").wait("Тут люк.", "Назва", "Джерело").settle()
                for line in play.lines():
                    self.assertIsNone(BAD.search(line), line)
                play.kill()
        finally:
            reports.sql("delete from varta.street where name like 'Назва%%'")

    def test_what_the_key_costs(self):
        for size, budget in BUDGETS.items():
            play = self.play("-f", str(self.here), columns=size[0], rows=size[1]).wait("1/1").settle()
            before = play.written
            play.keys("m").wait(re.compile("nearest to the"), re.compile(r" 0 m .*Тут люк"))
            play.until(lambda play=play: any(BRAILLE.search(line) for line in self.map_lines(play)) and "*" in self.text_of(play), "streets and requests")
            cost = play.settle().written - before
            print(f"map.key_bytes.{size[0]}x{size[1]}\t{cost}\tB\t<={budget}")
            self.assertLessEqual(cost, budget)
            play.kill()

    @classmethod
    def tearDownClass(cls):
        streets.clear()


main()
