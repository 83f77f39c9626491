"""The server is stopped and started again: within 2 s of its return the console is connected again and its keys work, and so do
commands. No test stopped a server, and those that came near it allowed 3 s."""
import standby as servers

servers.on_a_private_server()

import os  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402

import database as db  # noqa: E402
import reports  # noqa: E402
from playcase import PlayCase, main  # noqa: E402

PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
BACK, OFFLINE, TIMES = 2, 6, 2


class Back(PlayCase):
    @classmethod
    def setUpClass(cls):
        os.environ["TMPDIR"] = tempfile.tempdir = cls.folder = tempfile.mkdtemp(prefix="back.")
        db.make("back")
        os.environ["PGDATABASE"] = "back"
        cls.numbers = reports.add(*[f"Повернення {n}." for n in range(TIMES)])
        cls.server = servers.Standby()
        cls.server.start()
        cls.server.promote()
        os.environ["PGHOST"] = cls.server.folder

    @classmethod
    def tearDownClass(cls):
        cls.server.remove()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def varta(self, *args):
        return subprocess.run([PROGRAM, *map(str, args), "-l", "en"], capture_output=True, check=False, timeout=60, text=True,
                              env=dict(os.environ, PGUSER="t_moderator")).returncode

    def within(self, since, what):
        took = time.monotonic() - since
        print(f"# {what}: {took:.2f} s")
        self.assertLess(took, BACK, what)

    def test_the_console(self):
        """Each time a key that was refused does its act."""
        play = self.play("-f", "status:new").wait(f"Повернення {TIMES - 1}.").wait_cursor("Повернення 0.")
        for number in self.numbers:
            self.server.stop()
            play.wait("no connection", "next try in").keys("a").wait("no connection: nothing was changed")
            self.server.start()
            begun = time.monotonic()
            play.absent("no connection")
            self.within(begun, "console")
            play.wait_cursor("Повернення").keys("a").wait(f"{number}: accepted")
            self.assertEqual(reports.status(number), "pending")

    def test_commands(self):
        number = reports.add("Повернення для команди.")[0]
        self.server.stop()
        self.assertEqual(self.varta("accept", number), OFFLINE)
        self.server.start()
        begun = time.monotonic()
        self.assertEqual(self.varta("accept", number), 0)
        self.within(begun, "command")


main()
