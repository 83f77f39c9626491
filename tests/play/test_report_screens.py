"""Screens that show what the database has gathered: statistics, the outbox, the whole
history of a request. Each opens from any other one, by Latin and by Ukrainian keys, and fits small terminals."""
import re

import reports
from hostile import BAD, TITLES
from playcase import PlayCase, main


class ReportScreens(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.lights = reports.add("Світло раз.", "Світло два.", code="light", at=reports.DNIPRO)
        cls.road = reports.add("Дорога.", code="road")[0]
        reports.act("t_moderator", "reject", cls.lights[0], 1, "unclear", "")
        reports.act("t_moderator", "accept", cls.road, 1)
        reports.act("t_moderator", "refer", cls.road, 2, "patrol", "")

    def test_statistics(self):
        for cyrillic in (False, True):
            play = self.play("-f", "cat:light,road", cyrillic=cyrillic).wait("№").settle()
            play.keys("v", "s").wait("received within 30 days", "cat:light,road", re.compile(r"In all +3 +2 +0 +0 +1 +-"), "Received by day",
                                     re.compile(r"Світлофор +2 +1 +0 +0 +1"), "By category", "By district")
            play.keys("<End>").wait("By unit: refer", re.compile(r"Управління патр[^ ]* +1 +1 +0"))
            play.keys("<Tab>").wait("received within 90 days").keys("<Home>").wait("In all")
            if not cyrillic:
                self.resized(play, "In all")
            play.keys("<Esc>").wait("№").kill()

    def test_statistics_in_ascii(self):
        play = self.play("-f", "cat:light,road", env={"TERM": "vt220"}).wait("#").settle()
        play.keys("v", "s").wait("Received by day").settle()
        for line in play.lines():
            self.assertIsNone(re.search("[^ -~\u0400-\u04ff]", line), line)

    def test_history(self):
        for cyrillic in (False, True):
            play = self.open(self.road, cyrillic=cyrillic).settle()
            play.keys("v", "h").wait(f"History of {self.road}", "Олена Коваль · accept", "status: new → pending", "3 events", re.compile(r"due: \d{4}-\d\d-\d\d.* → \d{4}-\d\d-\d\d"), "operator: - → Олена Коваль")
            if not cyrillic:
                self.resized(play, "3 events")
            play.keys("<Esc>").wait("№").keys("<Enter>").wait("received").keys("v", "h").wait("3 events").kill()

    def test_hostile_history(self):
        number = reports.add("Назва.\n\nтекст", code="spot")[0]
        reports.act("t_moderator", "note", number, 1, "\x1b]0;pwned\x07\x1b[31m\u202eнотатка " + TITLES["c1"])
        play = self.open(number).settle()
        play.keys("v", "h").wait("нотатка").settle()
        for line in play.lines():
            self.assertIsNone(BAD.search(line), line)
        self.assertNotIn("pwned", play.screen.title)

    def test_outbox(self):
        reports.sql("select api.source_add('kyiv', 'kyiv-push', 'push', 'push', null)", user="t_admin")
        number = reports.add("Дійде пізніше.", source="kyiv-push", code="sign")[0]
        reports.act("t_moderator", "accept", number, 1)
        source, seq = reports.sql("select source_id, max(seq) from varta.delivery where request_id = %s group by 1", number)[0]
        reports.sql("select * from sync.outbox_lease('play', 'push')", user="t_syncd")
        reports.sql("select * from sync.outbox_failed(%s, %s, 'play', %s, true)", seq, source, "HTTP 500 \x1b[31mзлам", user="t_syncd")
        for cyrillic in (False, True):
            play = self.play(cyrillic=cyrillic).wait("№").settle()
            play.keys("v", "o").wait("Outbox", "given up", "kyiv-push", "HTTP 500").wait_cursor("given up").settle()
            for line in play.lines():
                self.assertIsNone(BAD.search(line), line)
            if not cyrillic:
                self.resized(play, "given up")
            play.keys("y").wait("try again: not with your role")
            play.keys("<Enter>").wait("Дійде пізніше.", "History").keys("q").wait("given up").kill()
        play = self.play(user="t_admin").settle()
        play.keys("v", "o").wait("given up").keys("y").wait("it is tried again").absent("given up")
        play.wait("waiting").keys("y").wait("only what was given up")
        reports.sql("select sync.outbox_done(%s, %s)", seq, source, user="t_syncd")
        play.keys("R").wait("Everything has arrived.").settle()
        self.assertNotIn("Enter", play.line(23), "there is nothing to open")
        play.keys("<Enter>").wait("there is nothing here").keys("9").wait("delivered", "kyiv-push").keys("0").wait("Everything has arrived.")


main()
