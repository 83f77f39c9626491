"""The wait for the standby is cancelled while an answer is published: it stands on this server alone. The operator's copy
stays until it is certain, nobody is told that all is well, and when the standby takes over without it, the text is there
and goes out under the same key. Commands say the same with exit code 6."""
import os
import subprocess

import standby as servers

servers.on_a_private_server()

import shutil  # noqa: E402
import tempfile  # noqa: E402

import database as db  # noqa: E402
import reports  # noqa: E402
from playcase import PlayCase, main  # noqa: E402

PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
TEXT = "Відповідь, яку резервний сервер не має."
OFFLINE = 6


class Uncertain(PlayCase):
    @classmethod
    def setUpClass(cls):
        os.environ["TMPDIR"] = tempfile.tempdir = cls.folder = tempfile.mkdtemp(prefix="uncertain.")
        db.make("standby")
        os.environ["PGDATABASE"] = "standby"
        cls.admin = servers.Session()
        cls.admin.one("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")
        cls.plays = []

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def ghost(self):
        """From now on a commit waits for a standby that never comes."""
        self.admin.wait_for("ghost")
        self.addCleanup(self.admin.wait_for, "")

    def varta(self, *args):
        return subprocess.Popen([PROGRAM, *map(str, args), "-l", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=dict(os.environ, PGUSER="t_moderator"))

    def test_command(self):
        number = self.accepted("Команда без певності.")[0]
        self.ghost()
        command = self.varta("take", number)
        first = self.admin.cancel_wait("t_moderator")
        self.admin.until("select exists (select from pg_stat_activity where pid = %s and wait_event = 'SyncRep'"
                         " and query like '%%logical_emit%%')", first)
        self.admin.cancel_wait("t_moderator")
        out, err = (stream.decode() for stream in command.communicate(timeout=30))
        self.assertEqual((command.returncode, out), (OFFLINE, ""), err)
        self.assertIn("it is done here, but it is not certain that it stays", err)
        self.assertNotIn("not known", err)

    def test_command_becomes_certain(self):
        """The first wait was cancelled, the next one ends well."""
        number = self.accepted("Команда з певністю.")[0]
        self.ghost()
        command = self.varta("take", number)
        first = self.admin.cancel_wait("t_moderator")
        self.admin.until("select exists (select from pg_stat_activity where pid = %s and wait_event = 'SyncRep'"
                         " and query like '%%logical_emit%%')", first)
        self.admin.wait_for("")
        out, err = (stream.decode() for stream in command.communicate(timeout=30))
        self.assertEqual((command.returncode, out), (0, f"{number}: taken\n"), err)

    def test_saved(self):
        """F2: the draft stays on disk until the standby has it."""
        number = self.accepted("Збережено без певності.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        self.ghost()
        play.keys("<F2>")
        self.admin.cancel_wait("t_moderator")
        play.wait("not certain")
        self.admin.cancel_wait("t_moderator")
        play.wait("it is not certain that this text has arrived")
        self.assertEqual(len(self.drafts()), 1)
        self.admin.wait_for("")
        play.wait(f"{number}: the text is saved")
        self.assertEqual(self.drafts(), [])
        self.assertEqual(self.responses(number), [(TEXT,)])

    def test_the_standby_takes_over(self):
        """The last one by its name: it is the end of the primary."""
        number = self.accepted("Зникло разом із сервером.")[0]
        standby = servers.Standby()
        self.addCleanup(standby.remove)
        play = self.open(number, env={"PGHOST": f"{os.environ['PGHOST']},{standby.folder}"})
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        self.admin.wait_for("ghost")
        play.keys("<F3>")
        self.admin.cancel_wait("t_moderator")
        play.wait("not certain")
        self.admin.cancel_wait("t_moderator")
        play.wait("it is not certain that this text has arrived", TEXT)
        self.assertEqual(self.responses(number), [(TEXT,)])
        self.assertEqual(len(self.drafts()), 1)
        servers.kill_primary()
        play.wait("no connection")
        standby.start()  # it is as it was before the answer, and has nobody to hear of it from
        standby.promote()
        play.wait(TEXT).until(lambda: play.find("no connection") is None, "it does not find the other server")
        os.environ["PGHOST"] = standby.folder
        self.assertEqual(self.responses(number), [])
        self.assertEqual(len(self.drafts()), 1)
        play.keys("<F3>")
        play.until(lambda: self.responses(number) == [(TEXT,)], "the text is published again")
        play.until(lambda: not self.drafts(), "the draft is gone")


main()
