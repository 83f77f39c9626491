"""Two consoles: each sees where the other is, in the list, in the request and while writing, and that it has
gone; nobody is kept out. Whoever comes back after a lost connection is seen again."""
import reports
from playcase import PlayCase, main


class Presence(PlayCase):
    def both(self, cyrillic=False):
        number = self.accepted("Люк без кришки.")[0]
        mine = self.open(number, cyrillic=cyrillic)
        theirs = self.play("-f", str(number), user="t_moderator2", cyrillic=cyrillic).wait("1/1")
        return number, mine, theirs

    def see_each_other(self, cyrillic):
        _, mine, theirs = self.both(cyrillic)
        theirs.keys("<Enter>").wait("History")
        mine.wait_line(3, "(ІМ)")
        mine.keys("<Enter>").wait("History", "Ігор Мельник looks at this")
        theirs.wait("Олена Коваль looks at this")
        theirs.keys("w").wait("Answer to the resident")
        mine.wait("Ігор Мельник is writing an answer here")
        theirs.wait("Олена Коваль looks at this")
        mine.keys("q").wait_line(3, "ІМ…")
        theirs.absent("Олена Коваль looks at this").keys("<Esc>").wait("History").keys("q").wait("1/1")
        mine.until(lambda: "ІМ" not in mine.line(3), "the other has gone")

    def test_latin(self):
        self.see_each_other(False)

    def test_cyrillic(self):
        self.see_each_other(True)

    def test_leaves_with_the_console(self):
        """One time in four the server did not read it: the console went with answers unread."""
        for _ in range(6):
            _, mine, theirs = self.both()
            theirs.keys("<Enter>").wait("History")
            mine.wait_line(3, "(ІМ)")
            theirs.keys("Q").wait_end(0)
            mine.until(lambda: "ІМ" not in mine.line(3), "the other has gone", 10)
            mine.kill()

    def test_killed(self):
        """Who goes without a word is forgotten when the time is over: here it is made to be over."""
        number, mine, theirs = self.both()
        theirs.keys("<Enter>").wait("History")
        mine.wait_line(3, "(ІМ)")
        theirs.kill()
        reports.sql("update varta.presence set until = now()")
        mine.keys("R")
        mine.until(lambda: "ІМ" not in mine.line(3), "the other has gone")
        self.assertEqual(reports.sql("select * from api.presence(%s)", [number], user="t_moderator"), [])

    def test_after_a_lost_connection(self):
        _, mine, theirs = self.both()
        theirs.keys("<Enter>").wait("History")
        mine.wait_line(3, "(ІМ)")
        reports.sql("delete from varta.presence")
        reports.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 't_moderator2'")
        theirs.wait("connected")
        mine.keys("R").wait_line(3, "(ІМ)")

    def test_writes_nothing_while_nothing_changes(self):
        _, mine, theirs = self.both()
        theirs.keys("<Enter>").wait("History")
        mine.wait_line(3, "(ІМ)").settle()
        before = mine.written
        theirs.keys("R").settle()
        mine.pump(1)
        self.assertEqual(mine.written, before)


main()
