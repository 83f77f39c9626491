"""The filter while it is typed: what a word can become stands above it and Tab puts it in, the queue follows
when the keys rest and Esc brings back what was there; a search that finds nothing because nobody looked for
that form of the word before is asked for once more."""
import os
import re
import select
import threading

import psycopg2

import reports
from playcase import PlayCase, main


class Filter(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.roads = reports.add(*[f"Вибоїна номер {i}." for i in range(30)])
        cls.light = reports.add("Світлофор не працює біля школи.", code="light", at=reports.DNIPRO)[0]
        reports.sql("select sync.index_texts(10000)")

    def test_completion(self):
        play = self.play()
        play.wait("1/31")
        play.keys("/").wait("Filter:").type("dis").wait("district:").keys("<Tab>").wait("Filter: status:new,pending district:")
        play.wait("podil Подільський район", "dnipro Дніпровський район")
        play.type("дніпр").wait("dnipro Дніпровський район").absent("podil").keys("<Tab>", "<Enter>")
        play.wait("1/1", "Світлофор", "district:dnipro").absent("Filter:")

    def test_each_tab_is_the_next_candidate(self):
        play = self.play()
        play.wait("1/31")
        play.keys("/").wait("Filter:").type("kind:").wait("question")
        play.keys("<Tab>").wait("kind:question").keys("<Tab>").wait("kind:traffic").keys("<Enter>").absent("Filter:").wait("1/31")

    def test_keys_of_the_other_layout(self):
        play = self.play(cyrillic=True)
        play.wait("1/31")
        play.keys("f").wait("Filter:").type("сфеЖдшп").wait("light Світлофор", "lighting")
        play.keys("<Backspace>", "<Backspace>", "<Backspace>").type("світ").wait("light Світлофор").absent("lighting").keys("<Tab>")
        play.wait("Filter: status:new,pending сфеЖlight").keys("<Enter>").wait("1/1", "Світлофор")

    def test_the_queue_follows_the_typing(self):
        play = self.play()
        play.wait("1/31")
        play.keys("/").wait("Filter:").type("школи").wait("1/1", "Світлофор").absent("Вибоїна")
        play.keys("<Esc>").wait("1/31", "Вибоїна").absent("Filter:", "школи.")
        play.keys("/").wait("Filter:").type("школи").keys("<Enter>").absent("Filter:").wait("1/1")

    def test_half_a_key_is_not_asked_for(self):
        """What cannot be whole yet neither empties the queue nor complains."""
        play = self.play()
        play.wait("1/31")
        play.keys("/").wait("Filter:").type("cat:lig").wait("light Світлофор").settle()
        play.wait("1/31", "Вибоїна").type("ht ").wait("1/1", "Світлофор")

    def test_narrow_and_resized(self):
        play = self.play(columns=40, rows=10)
        play.wait("1/31")
        play.keys("/").wait("Filter:").type("cat:li").wait("light Світлофор").resize(80, 24).wait("light Світлофор", "lighting Освітлення")
        play.keys("<Esc>").wait("1/31")

    def test_an_empty_search_is_repeated(self):
        if not reports.sql("select varta.dictionary_there() is not null")[0][0]:
            self.skipTest("hunspell-uk is missing")
        worker = psycopg2.connect(dbname=os.environ["PGDATABASE"], user="postgres")
        worker.autocommit = True
        cursor = worker.cursor()
        reports.sql("select api.search('{}', 'школами')", user="t_moderator")
        cursor.execute("select sync.index_texts(100)")  # the worker has the dictionary in memory
        cursor.execute("select sync.listen('index')")
        done = threading.Event()

        def work():
            while not done.is_set():
                select.select([worker], [], [], 0.1)
                worker.poll()
                if worker.notifies:
                    worker.notifies.clear()
                    cursor.execute("select sync.index_texts(100)")

        thread = threading.Thread(target=work)
        thread.start()
        try:
            play = self.play("-f", "світлофорами")
            play.wait(re.compile(r"1/1$"), "Світлофор")
        finally:
            done.set()
            thread.join()
            worker.close()


if __name__ == "__main__":
    main()
