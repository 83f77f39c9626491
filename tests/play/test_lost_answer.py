"""The database does what it is asked, and its answer is lost: the connection ends just then. A text has a key, by which
it is known: it is neither written twice nor thought to be missing, whatever colleagues do meanwhile, and who writes the
same words again on purpose has written them twice."""
import json
import os
import subprocess

import reports
from lossyline import LossyLine
from playcase import PlayCase, main

TEXT = "Відповідь, про яку ніхто не почув."
PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
OFFLINE = 6


class Lost(PlayCase):
    def setUp(self):
        super().setUp()
        reports.sql("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")

    def line(self, times=1, word=TEXT):
        line = LossyLine(word, os.path.join(os.environ["TMPDIR"], "lossy"), times)
        line.__enter__()
        self.addCleanup(line.__exit__)
        return line

    def states(self, number):
        return reports.sql("select s.code, p.body from varta.response p join varta.response_state s on s.id = p.state"
                           " where p.request_id = %s order by p.id", number)

    def write(self, subject):
        """A console with TEXT typed, and a line that loses the answer to it."""
        number = self.accepted(subject)[0]
        play = self.open(number, env={"PGHOST": self.line().folder})
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        return number, play

    def test_saved(self):
        number, play = self.write("Загублено збереження.")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.states(number), [("draft", TEXT)])
        self.assertEqual(self.drafts(), [])

    def test_published(self):
        number, play = self.write("Загублено публікацію.")
        play.keys("<F3>").wait("the connection was lost").absent("no connection")
        play.keys("w").wait(f"{number}: this text has arrived already")
        self.assertEqual(self.states(number), [("published", TEXT)])
        self.assertEqual(self.drafts(), [])

    def test_asked_and_resumed(self):
        """The question was asked, and the time goes on already: it is not asked again."""
        number, play = self.write("Загублено запитання.")
        play.keys("<F6>", "<F6>").wait("── Question to the resident").keys("<F3>").wait("the connection was lost")
        reports.act("t_moderator2", "resume", number, reports.version(number))
        play.absent("no connection").keys("w").wait(f"{number}: this text has arrived already")
        self.assertEqual(reports.sql("select question from varta.pause where request_id = %s", number), [(TEXT,)])
        self.assertEqual(self.drafts(), [])

    def test_arrived_and_changed_by_a_colleague(self):
        """The draft is there, and another one since: it is not written a second time, and nothing is written over it."""
        number = self.accepted("Змінено колегою.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        with reports.locked(number):
            play.keys("<F2>")
            play.until(lambda: self.blocked("draft"), "the draft is on its way")
            play.kill()
        self.finished()
        response = reports.sql("select id from varta.response where request_id = %s", number)[0][0]
        reports.act("t_moderator2", "draft", number, reports.version(number), "Колега знає краще.", True, response)
        play = self.open(number).keys("w").wait("Ігор Мельник changed this request since", "── Your text", "Колега знає краще.")
        play.keys("<Enter>").wait("Answer to the resident", TEXT).keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.states(number), [("draft", TEXT)])
        self.assertEqual(self.drafts(), [])

    def blocked(self, function):
        return reports.sql("select 1 from pg_stat_activity where usename = 't_moderator' and wait_event_type = 'Lock'"
                           " and datname = %s and query like %s", os.environ["PGDATABASE"], f"%api.{function}(%")

    def finished(self):
        """Waits until nothing of a killed console runs in the database any more."""
        while reports.sql("select 1 from pg_stat_activity where usename = 't_moderator' and state = 'active' and datname = %s",
                          os.environ["PGDATABASE"]):
            reports.sql("select pg_sleep(0.01)")

    def test_sent_again_while_it_is_on_its_way(self):
        """The console was killed, its call still waits in the database: the next console sends the same, and it is done once."""
        number = self.accepted("Двічі в дорозі.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        with reports.locked(number):
            play.keys("<F3>")
            play.until(lambda: self.blocked("answer"), "the answer is on its way")
            play.kill()
            second = self.open(number).keys("w").wait(TEXT, "your text of").settle()
            second.keys("<F3>").until(lambda: len(self.blocked("answer")) == 2, "both are on their way")
        second.wait(f"{number}: the answer is published")
        self.assertEqual(self.states(number), [("published", TEXT)])
        self.assertEqual(len(reports.sql("select 1 from varta.event where request_id = %s and verb = 'publish'", number)), 1)
        self.assertEqual(self.drafts(), [])

    def test_the_same_note_on_purpose(self):
        """Words that stand there already are no reason to believe that a text has arrived."""
        number = self.accepted("Дві однакові нотатки.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").keys("<F6>").wait("── Internal note").type(TEXT).wait(TEXT)
        play.keys("<Esc>").wait("the text is kept here, and not sent")
        reports.act("t_moderator", "note", number, reports.version(number), TEXT)
        play.keys("w").wait("── Internal note", TEXT, "changed this request since").keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.states(number), [("draft", TEXT)] * 2)
        self.assertEqual(self.drafts(), [])

    def test_note_in_a_line(self):
        """The line comes back; Enter sends it again, and it is one note."""
        number = self.accepted("Нотатка в рядку.")[0]
        play = self.open(number, env={"PGHOST": self.line().folder})
        play.keys("i").wait("internal note:").type(TEXT).wait(TEXT).keys("<Enter>").wait("the connection was lost", "internal note:", TEXT)
        play.absent("no connection").keys("<Enter>").wait(f"{number}: noted").absent("internal note:")
        self.assertEqual(self.states(number), [("draft", TEXT)])

    def varta(self, *args, line, stdin="", status=0):
        done = subprocess.run([PROGRAM, *map(str, args), "-l", "en"], input=stdin.encode(), capture_output=True, check=False,
                              env=dict(os.environ, PGUSER="t_moderator", PGHOST=line.folder))
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def test_commands(self):
        """A command connects once more and sends the same again: it is done once, and reported as done."""
        number = self.accepted("Команди.")[0]
        line = self.line(4, "api.")
        for args, word, done in ((["note", number], "note", "noted"),
                                 (["answer", number], "draft", "the answer is saved as a draft"),
                                 (["pause", number, "--note", "Де саме?"], "pause", "asked back, paused")):
            line.word, line.left = f"api.{word}(".encode(), 1
            self.assertEqual(self.varta(*args, line=line, stdin=TEXT), (f"{number}: {done}\n", ""))
            self.assertEqual(line.left, 0)
        self.assertEqual(self.states(number), [("draft", TEXT)] * 2)
        line.word, line.left = b"api.publish(", 1
        out, _ = self.varta("publish", number, "--json", line=line)
        self.assertEqual((json.loads(out)["outcome"], json.loads(out)["row"]["status"]), ("done", "answered"))
        events = [verb for verb, in reports.sql("select verb from varta.event where request_id = %s order by id", number)]
        self.assertEqual([events.count(verb) for verb in ("note", "draft", "pause", "publish")], [1] * 4, events)

    def test_commands_that_never_hear(self):
        """Where the second answer is lost, too, and where there is no key, it is said that nobody knows."""
        number = self.accepted("Без відповіді.")[0]
        for args, word in ((["note", number], "api.note("), (["take", number], "api.take(")):
            line = self.line(2, word)
            out, err = self.varta(*args, line=line, stdin=TEXT, status=OFFLINE)
            self.assertEqual(out, "")
            self.assertIn("whether it was done is not known", err)
            line.left = 0
            self.doCleanups()
        self.assertEqual(self.states(number), [("draft", TEXT)])


main()
