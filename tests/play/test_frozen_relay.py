"""A relay takes every byte and passes none on: the connection looks whole. The console notices within 15 s and says so,
loses nothing that is typed, and is back within 2 s; a command ends and says whether its act is known to be done."""
import os
import subprocess
import time

import reports
from frozenline import FrozenLine
from playcase import PlayCase, main

PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
OFFLINE = 6
NOTICED, BACK = 15, 2


class Frozen(PlayCase):
    def line(self):
        line = FrozenLine(os.path.join(os.environ["TMPDIR"], "frozen"))
        line.__enter__()
        self.addCleanup(line.__exit__)
        self.addCleanup(line.thaw)
        return line

    def test_idle_console(self):
        """Nothing is asked: it asks for a sign itself."""
        line = self.line()
        number = self.accepted("За замерзлим реле.")[0]
        play = self.open(number, env={"PGHOST": line.folder})
        line.freeze()
        play.wait("no connection", limit=NOTICED)
        play.keys("w").wait("no connection")
        line.thaw()
        self.back(play)

    def back(self, play):
        begun = time.monotonic()
        play.until(lambda: play.find("no connection") is None, "still no connection", BACK + 3)
        self.assertLess(time.monotonic() - begun, BACK)

    def test_sent_into_silence(self):
        line = self.line()
        number = self.accepted("Надіслано в тишу.")[0]
        play = self.open(number, env={"PGHOST": line.folder})
        play.keys("w").wait("Answer to the resident").type("Дійде чи ні?").wait("Дійде чи ні?")
        line.word = b"draft"
        play.keys("<F2>").wait("no connection", "Дійде чи ні?", limit=NOTICED)
        line.word = None
        line.thaw()
        play.wait(f"{number}: the text is saved")
        self.assertEqual(self.responses(number), [("Дійде чи ні?",)])
        self.assertEqual(self.drafts(), [])

    def varta(self, line, *args):
        begun = time.monotonic()
        done = subprocess.run([PROGRAM, *map(str, args), "-l", "en"], capture_output=True, check=False, timeout=60,
                              env=dict(os.environ, PGUSER="t_moderator", PGHOST=line.folder))
        return done.returncode, done.stdout.decode(), done.stderr.decode(), time.monotonic() - begun

    def test_commands(self):
        line = self.line()
        number = self.accepted("Команда в тишу.")[0]
        line.word = b"api.take("
        status, out, err, seconds = self.varta(line, "take", number)
        self.assertEqual((status, out), (OFFLINE, ""), err)
        self.assertIn("the database does not answer; whether it was done is not known", err)
        self.assertLess(seconds, NOTICED)
        status, out, err, seconds = self.varta(line, "take", number)
        self.assertEqual((status, out), (OFFLINE, ""), err)
        self.assertIn("cannot connect to the database: the server does not answer", err)
        self.assertLess(seconds, NOTICED)

    def test_a_lock_that_stays(self):
        """The server is there, and somebody holds the request: the act is cancelled, and known not to be done."""
        line = self.line()
        number = reports.add("Тримають замок.")[0]
        with reports.locked(number):
            status, out, err, seconds = self.varta(line, "accept", number)
        self.assertEqual((status, out), (OFFLINE, ""), err)
        self.assertIn("it took too long and was cancelled: nothing was done", err)
        self.assertNotIn("not known", err)
        self.assertLess(seconds, NOTICED)
        self.assertEqual(reports.status(number), "new")


main()
