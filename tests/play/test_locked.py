"""An operator who is locked out found an empty queue and no word why. The console and every command say it."""
import os
import subprocess

import reports
from case import Case
from playcase import PlayCase, main

PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
DENIED = 4
SAYS = {"en": "the login t_expert is locked: an administrator can let it in again",
        "uk": "логін t_expert заблоковано: адміністратор може знову його відкрити"}


def let_in(active):
    reports.sql("select api.operator_set('t_expert', jsonb_build_object('active', %s))", active)


class Locked(PlayCase):
    def setUp(self):
        super().setUp()
        reports.add("Яма.")
        let_in(False)
        self.addCleanup(let_in, True)

    def test_the_console_says_it(self):
        for columns, rows in ((80, 24), (140, 40)):
            self.play(columns=columns, rows=rows, user="t_expert", env={"LANGUAGE": "en"}).wait(SAYS["en"])
        self.play("-l", "uk", user="t_expert").wait(SAYS["uk"])
        self.play(columns=40, rows=10, user="t_expert").wait("the login t_expert is locked")

    def test_who_is_locked_while_the_console_is_open(self):
        let_in(True)
        play = self.play("-f", "status:new,pending", user="t_expert").wait("Яма.")
        let_in(False)
        play.wait(SAYS["en"])

    def test_every_command_says_it(self):
        for command in (["list"], ["show", "1"], ["take", "1"], ["search", "яма"], ["reasons"], ["note", "1"]):
            for language, words in SAYS.items():
                done = subprocess.run([PROGRAM, *command, "-l", language], input="", text=True, capture_output=True,
                                      env=dict(os.environ, PGUSER="t_expert"), check=False)
                self.assertEqual((done.returncode, done.stdout), (DENIED, ""), (command, done))
                self.assertIn(words, done.stderr)
        let_in(True)
        done = subprocess.run([PROGRAM, "list"], text=True, capture_output=True, env=dict(os.environ, PGUSER="t_expert"), check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class LockedAdministrator(Case):
    def test_vartactl_says_it(self):
        """It said what was refused of the database, or nothing, where the console named the lock."""
        reports.sql("select api.operator_set('t_admin', '{\"active\": false}')")
        self.addCleanup(reports.sql, "select api.operator_set('t_admin', '{\"active\": true}')")
        for command in (["city", "list"], ["operator", "list"], ["source", "list"], ["unit", "list", "kyiv"], ["city", "set", "kyiv", "name=Київ"]):
            for language, words in SAYS.items():
                said = words.replace("t_expert", "t_admin")
                self.assertEqual(self.ctl(DENIED, *command, user="t_admin", env={"LANGUAGE": language}, say=said), "")
        reports.sql("select api.operator_set('t_admin', '{\"active\": true}')")
        self.ctl(0, "city", "list", user="t_admin")


if __name__ == "__main__":
    main()
