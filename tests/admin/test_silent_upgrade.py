"""The database falls silent while its schema is brought up to date: the upgrade waited for ever. It ends within 15 s with exit code 6,
and says whether its code was replaced; before the commit it was not, and the next upgrade does it all."""
import os
import subprocess
import time
import unittest

from frozenline import FrozenLine

OFFLINE, NOTICED = 6, 15
PROGRAM = os.environ["VARTA_BUILD"] + "/admin/vartactl"


class Silent(unittest.TestCase):
    def upgrade(self, line):
        return subprocess.run([PROGRAM, "schema", "upgrade"], capture_output=True, text=True, check=False, timeout=120,
                              env=dict(os.environ, LANGUAGE="en", PGHOST=line.folder, VARTA_SQLDIR=f"{os.getcwd()}/sql"))

    def check(self, line, word, said):
        line.word = word
        done = self.upgrade(line)
        self.assertEqual(done.returncode, OFFLINE, done)
        self.assertIn("the database does not answer", done.stderr)
        self.assertIn(said, done.stderr)
        self.assertLess(time.monotonic() - line.frozen_at, NOTICED)
        line.word = None
        line.thaw()

    def test_silence(self):
        with FrozenLine(f"{os.environ['TMPDIR']}/line") as line:
            self.check(line, b"select pg_temp.note_changing", "none of the code was replaced")
            self.check(line, b"Q\0\0\0\x0bcommit\0", "whether it was done is not known")
            self.assertEqual(self.upgrade(line).returncode, 0)


unittest.main()
