"""A moderator keeps a request from the public with z h and shows it again with z v, and what was merged into it goes with
it; a second time there is nothing to do, and the reason is said. So do 'varta private' and 'varta public'."""
import os
import subprocess

import reports
from playcase import PlayCase, main

PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"


def public(*numbers):
    return [reports.sql("select public from varta.request where id = %s", number)[0][0] for number in numbers]


def history(number):
    return [row[0] for row in reports.sql("select verb from varta.event where request_id = %s and verb in ('private', 'reveal') order by id", number)]


class Hidden(PlayCase):
    def pair(self, text):
        """An accepted request and one that was merged into it."""
        number, same = self.accepted(f"Таємне {text}.", f"Те саме {text}.")
        reports.act("t_moderator", "merge", same, reports.version(same), number)
        return number, same

    def walk(self, cyrillic):
        number, same = self.pair("кирилицею" if cyrillic else "латинкою")
        play = self.open(number, cyrillic=cyrillic)
        play.keys("z").wait("make private").keys("h").wait(f"{number}: private now")
        self.assertEqual(public(number, same), [False, False])
        play.keys("z", "h").wait("private already")
        self.assertEqual(history(number), ["private"])
        play.keys("<Enter>").wait("History").wait("private")
        play.keys("z").wait("make public again").keys("v").wait(f"{number}: public again")
        self.assertEqual(public(number, same), [True, True])
        self.assertEqual((history(number), history(same)), (["private", "reveal"], ["private", "reveal"]))

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_commands(self):
        number, same = self.pair("командою")
        env = dict(os.environ, PGUSER="t_moderator", XDG_STATE_HOME=self.state)
        for verb, shown, words in (("private", False, "private now"), ("public", True, "public again")):
            done = subprocess.run([PROGRAM, verb, str(number), "-l", "en"], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done)
            self.assertIn(f"{number}: {words}", done.stdout + done.stderr)
            self.assertEqual(public(number, same), [shown, shown])

    def test_not_for_an_officer(self):
        number = self.accepted("Не для всіх.")[0]
        play = self.open(number, user="t_officer")
        play.keys("z", "h").settle()
        self.assertEqual(public(number), [True])


main()
