"""The database goes away. The console says so, shows what it has, loses nothing that is typed, does
no act into the void, and goes on by itself when the database is back."""
import os
import re

import reports
from playcase import PlayCase, main


class Offline(PlayCase):
    def cut(self):
        """Ends the console's connection, and lets nobody in again."""
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections false", database="postgres")
        reports.sql("select pg_terminate_backend(pid) from pg_stat_activity"
                    " where usename = 't_moderator' and datname = %s",
                    os.environ["PGDATABASE"], database="postgres")

    def mend(self):
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections true", database="postgres")

    def tearDown(self):
        self.mend()
        super().tearDown()

    def test_while_composing(self):
        number = self.accepted("Обрив на півслові.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type("Перша половина").wait("Перша половина")
        self.cut()
        play.wait("no connection")
        play.type(" і друга.").wait("Перша половина і друга.")
        play.keys("<F2>").wait("no connection: nothing was changed", "Перша половина і друга.")
        self.assertEqual(len(self.drafts()), 1)
        self.mend()
        play.absent("no connection", "nothing was changed")
        play.keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number), [("Перша половина і друга.",)])
        self.assertEqual(self.drafts(), [])

    def test_in_the_queue(self):
        numbers = reports.add(*[f"Видно й без бази {i}." for i in range(60)])
        play = self.play("-f", "status:new").wait("Видно й без бази 3.")
        self.cut()
        play.wait("no connection", "next try in")
        play.keys("<PgDn>").wait("Видно й без бази 20.")
        play.keys("a").wait("no connection: nothing was changed")
        self.mend()
        play.absent("no connection")
        play.keys("<Home>").go_to("Видно й без бази 5.").keys("a").wait(f"{numbers[5]}: accepted")
        self.assertEqual(reports.status(numbers[5]), "pending")

    def test_reading(self):
        """What was looked at stays readable, and says from when it is."""
        reports.add("Читано.\n\nЦей текст лишається.", "Не читано.\n\nЦього ще не бачили.")
        play = self.play("-f", "status:new").go_to(" Читано.").keys("<Enter>").wait("Цей текст лишається.", "History")
        play.keys("<Esc>").wait("№")
        self.cut()
        play.wait("no connection")
        play.keys("<Enter>").wait("Цей текст лишається.", "as of ")
        play.keys("J").wait("no connection").absent("Цей текст", "as of ")
        self.mend()
        play.wait("Цього ще не бачили.").absent("as of ", "no connection")
        play.keys("<Esc>").wait_cursor("Не читано.")

    def test_starts_without_a_database(self):
        reports.add("Пізній старт.")
        self.cut()
        play = self.play().wait("no connection")
        play.keys("j", "<Enter>", "a", "?").wait("What works here").keys("<Esc>")
        self.mend()
        play.wait(re.compile(r"1/[1-9]")).absent("no connection")


main()
