"""The queue: what it shows, how the cursor moves through more rows than the screen or the first
reading holds, and how it is filtered. Whoever triages sees at each moment which request the next key
is for, and what is hidden by the filter."""
import re

import reports
from playcase import PlayCase, main


class Queue(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.roads = reports.add(*[f"Вибоїна номер {i}." for i in range(150)])
        cls.light = reports.add("Світлофор не працює.", code="light", at=reports.DNIPRO)[0]
        cls.outside = reports.add("Далеко за містом.", at=reports.ELSEWHERE)[0]

    def test_first_screen(self):
        play = self.play()
        play.wait("Київ", "Олена Коваль", "status:new,pending", "1/152", "Вибоїна номер 0", "Подільський")
        play.wait("new 152 · pending 0 · late 0")
        play.wait_cursor("Вибоїна номер 0.")
        self.assertEqual(play.cursor()[1], 4, "the cursor stands at the number")
        play.until(lambda: re.search(r"a/ф accept .*\? help", play.line(-1)), "the hints of the row")

    def test_moving(self):
        play = self.play()
        play.wait("1/152")
        play.keys("j", "<Down>", "j").wait("4/152").wait_cursor("номер 3.")
        play.keys("k", "<Up>").wait("2/152").wait_cursor("номер 1.")
        play.keys("<PgDn>").wait("21/152").wait_cursor("номер 20.")
        play.keys("<PgUp>").wait("2/152").wait_cursor("номер 1.")

    def test_to_the_end_and_back(self):
        """Page by page through everything that is read behind the cursor, and back."""
        play = self.play()
        play.wait("1/152")
        for page in range(1, 8):
            play.keys("<Space>").wait(f"{1 + 19 * page}/152")
        play.keys("<Space>").wait("152/152")
        play.keys("<Space>", "j").wait("152/152").wait_cursor("Далеко")
        for page in range(1, 8):
            play.keys("b").wait(f"{152 - 19 * page}/152")
        play.keys("b").wait("1/152").wait_cursor("номер 0.")

    def test_jump_to_the_end(self):
        play = self.play()
        play.wait("1/152")
        play.keys("G").wait("152/152").wait_cursor("Далеко")
        play.keys("k", "k").wait("150/152").wait_cursor("номер 149")
        play.keys("<Home>").wait("1/152").wait_cursor("номер 0.")

    def test_scroll_by_line(self):
        play = self.play()
        play.wait("1/152")
        for _ in range(40):
            play.keys("j")
        play.wait("41/152", "номер 39.").wait_cursor("номер 40.")

    def test_signs(self):
        play = self.play("-f", str(self.outside))
        play.wait("1/1", "Далеко")
        self.assertRegex(play.cursor_line(), rf"^ \* \? +{self.outside} ")

    def test_filter_by_typing(self):
        play = self.play()
        play.wait("1/152")
        play.keys("/").wait("Filter: status:new,pending")
        play.type(" cat:light").keys("<Enter>")
        play.wait("1/1", "Світлофор", "status:new,pending cat:light").absent("Filter:")

    def test_wrong_filter_stays(self):
        play = self.play()
        play.wait("1/152")
        play.keys("f").wait("Filter:").type(" colour:red").keys("<Enter>")
        play.wait("'colour:red' is none of status: city: cat: kind:",
                  "Filter: status:new,pending colour:red")
        play.keys(*["<Backspace>"] * 11, "<Enter>").absent("Filter:").wait("1/152")

    def test_filter_refused_by_the_database(self):
        play = self.play()
        play.wait("1/152")
        play.keys("f").wait("Filter:").type(" cat:nonsense").keys("<Enter>").wait("nonsense' is not allowed")
        play.keys("f").wait("Filter: status:new,pending cat:nonsense")

    def test_filter_typed_with_the_wrong_layout(self):
        """Latin words typed while the Ukrainian layout was on are understood."""
        play = self.play()
        play.wait("1/152")
        play.keys("f").wait("Filter:").type(" сфеЖдшпре").keys("<Enter>").wait("1/1", "Світлофор")

    def test_filter_left_alone(self):
        play = self.play()
        play.wait("1/152")
        play.keys("/").wait("Filter:").type(" cat:light").keys("<Esc>").absent("Filter:").wait("1/152")

    def test_words_are_looked_for(self):
        """Any other word is a word of the text; sort and flags narrow and turn the queue."""
        reports.sql("select sync.index_texts(10000)")
        play = self.play()
        play.wait("1/152")
        play.keys("/").wait("Filter:").type(" світлофори").keys("<Enter>").wait("1/1", "Світлофор не працює")
        play.keys("/").wait("Filter:").type(" mine").keys("<Enter>").wait("0/0")
        play = self.play("-f", "sort:newest cat:road")
        play.wait("1/151").wait_cursor("Далеко").keys("G").wait("151/151").wait_cursor("номер 0.")
        play.keys("<Home>").wait("1/151").wait_cursor("Далеко")

    def test_quick_views(self):
        play = self.play()
        play.wait("1/152")
        play.keys("2").wait("status:pending", "0/0", "Nothing here")
        play.keys("1").wait(re.compile(r"status:new\s"), "1/152")
        play.keys("9").wait("status:all", "1/152")
        play.keys("0").wait("status:new,pending", "1/152")
        play.keys("c").wait("city:kyiv", "1/152")
        play.keys("c").absent("city:kyiv")

    def test_begins_with_a_filter(self):
        play = self.play("-f", "district:dnipro")
        play.wait("1/1", "Світлофор", "district:dnipro")

    def test_wide(self):
        play = self.play(columns=120, rows=40)
        play.wait("1/152", "Пошкоджена дорога", "Подільський район", "номер 21.")

    def test_other_citys_moderator(self):
        play = self.play(user="t_poltava")
        play.wait("Полтава", "0/0")


main()
