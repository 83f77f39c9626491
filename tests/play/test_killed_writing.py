"""Killed while a text is on its way: the console with SIGKILL or SIGHUP, the database under it, or both.
Whether the database got the text or not, the next console knows, and in the end the text is there exactly
once: never lost, never two drafts, never published twice."""
import os
import signal

import reports
from playcase import PlayCase, main

TEXT = "Відповідь у дорозі."


class Killed(PlayCase):
    @classmethod
    def setUpClass(cls):
        reports.sql("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")

    def tearDown(self):
        self.mend()
        super().tearDown()

    def write(self, subject):
        """A console with TEXT typed for a pending request."""
        number = self.accepted(subject)[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        return number, play

    def cut(self):
        """Kills whatever the console has in the database, and lets nobody in again."""
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections false", database="postgres")
        reports.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 't_moderator' and datname = %s",
                    os.environ["PGDATABASE"], database="postgres")

    def mend(self):
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections true", database="postgres")

    def waiting(self, play, function):
        """Waits until the call of the console waits for the lock of its request."""
        def is_there():
            return reports.sql("select 1 from pg_stat_activity where usename = 't_moderator' and wait_event_type = 'Lock'"
                               " and datname = %s and query like %s", os.environ["PGDATABASE"], f"%api.{function}(%", database="postgres")
        play.until(is_there, f"{function} is on its way")

    def settled(self, number):
        """Waits until nothing of a killed console runs in the database any more."""
        reports.sql("select pg_advisory_xact_lock(1)")
        while reports.sql("select 1 from pg_stat_activity where usename = 't_moderator' and state = 'active' and datname = %s",
                          os.environ["PGDATABASE"], database="postgres"):
            reports.sql("select 1 from varta.request where id = %s for update", number)

    def states(self, number):
        return reports.sql("select s.code, p.body from varta.response p join varta.response_state s on s.id = p.state"
                           " where p.request_id = %s order by p.id", number)

    def test_published_and_killed(self):
        """The database gets it, the console dies before it hears so: the next one finds it there, and throws its copy away."""
        for number_of_signal in (signal.SIGKILL, signal.SIGHUP):
            number, play = self.write(f"Встигло {number_of_signal}.")
            with reports.locked(number):
                play.keys("<F3>")
                self.waiting(play, "answer")
                play.kill(number_of_signal)
                self.assertEqual(len(self.drafts()), 1)
            self.settled(number)
            self.finish(number)

    def finish(self, number):
        """Opens the text again and publishes it, where that is still to be done."""
        arrived = reports.status(number) == "answered"
        play = self.open(number).wait(f"there is a text for No. {number} that was not sent: w/ц goes on with it")
        play.keys("w")
        if arrived:
            play.wait(f"{number}: this text has arrived already")
        else:
            play.wait(TEXT, "your text of").keys("<F3>").wait(f"{number}: the answer is published")
        self.assertEqual(self.states(number), [("published", TEXT)])
        self.assertEqual(self.drafts(), [])
        play.kill()

    def test_published_and_lost(self):
        """Database and console die: it was not published, and is when the text is sent again."""
        number, play = self.write("Не встигло.")
        with reports.locked(number):
            play.keys("<F3>")
            self.waiting(play, "answer")
            self.cut()
            play.kill(signal.SIGKILL)
        self.mend()
        self.assertEqual(reports.status(number), "pending")
        self.finish(number)

    def test_saved_and_killed(self):
        """The draft is there, and the console does not know: the kept text changes it, instead of making another one."""
        number, play = self.write("Чернетка в дорозі.")
        with reports.locked(number):
            play.keys("<F2>")
            self.waiting(play, "draft")
            play.kill(signal.SIGKILL)
        self.settled(number)
        self.assertEqual(self.states(number), [("draft", TEXT)])
        play = self.open(number).keys("w").wait(TEXT).type(" Далі.").wait(TEXT + " Далі.")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.states(number), [("draft", TEXT + " Далі.")])
        self.assertEqual(self.drafts(), [])

    def test_database_killed_while_publishing(self):
        """The console lives on, says so, and has the text; it comes back when the request is opened."""
        number, play = self.write("База впала.")
        with reports.locked(number):
            play.keys("<F3>")
            self.waiting(play, "answer")
            self.cut()
            play.wait("no connection")
        self.mend()
        play.wait("the connection was lost").absent("no connection")
        self.assertEqual(reports.status(number), "pending")
        play.keys("w").wait(TEXT, "your text of").keys("<F3>").wait(f"{number}: the answer is published")
        self.assertEqual(self.states(number), [("published", TEXT)])
        self.assertEqual(self.drafts(), [])

    def test_both_killed_while_composing(self):
        number, play = self.write("Обоє впали.")
        self.cut()
        play.wait("no connection").type(" І далі.").wait(TEXT + " І далі.")
        play.send(signal.SIGHUP).wait_end(128 + signal.SIGHUP)
        self.mend()
        play = self.open(number).keys("w").wait(TEXT + " І далі.", "your text of")
        play.keys("<F3>").wait(f"{number}: the answer is published")
        self.assertEqual(self.states(number), [("published", TEXT + " І далі.")])
        self.assertEqual(self.drafts(), [])

    def test_question_killed(self):
        """A question to the resident is asked once, too."""
        number, play = self.write("Запитання в дорозі.")
        play.keys("<F6>", "<F6>").wait("── Question to the resident")
        with reports.locked(number):
            play.keys("<F3>")
            self.waiting(play, "pause")
            play.kill(signal.SIGKILL)
        self.settled(number)
        play = self.open(number).keys("w").wait(f"{number}: this text has arrived already")
        self.assertEqual(reports.sql("select question from varta.pause where request_id = %s", number), [(TEXT,)])
        self.assertEqual(self.drafts(), [])


main()
