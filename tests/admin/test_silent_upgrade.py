"""The database falls silent while its schema is brought up to date: the upgrade waited for ever. It ends within 15 s with exit code 6,
and says whether its code was replaced; before the commit it was not, and the next upgrade does it all. The same while
sqitch and its psql are at work, which are ended then."""
import concurrent.futures
import glob
import os
import subprocess
import time
import unittest

import database as db
import next_version
from frozenline import FrozenLine

OFFLINE, NOTICED = 6, 15
PROGRAM = os.environ["VARTA_BUILD"] + "/admin/vartactl"


class Silent(unittest.TestCase):
    """What falls silent at several moments is tried side by side, each in a database of its own."""

    @staticmethod
    def upgrade(line, name, sql):
        return subprocess.run([PROGRAM, "schema", "upgrade"], capture_output=True, text=True, check=False, timeout=300,
                              env=dict(os.environ, LANGUAGE="en", PGHOST=line.folder, PGDATABASE=name, VARTA_SQLDIR=sql))

    def check(self, name, word, said, template=None, sql=f"{os.getcwd()}/sql", whole=False):
        """template: None for a database in which nothing is yet; whole: whether the next upgrade does it all."""
        db.create(name, template)
        with FrozenLine(f"{os.environ['TMPDIR']}/{name}") as line:
            line.word = word
            done = self.upgrade(line, name, sql)
            took = time.monotonic() - line.frozen_at
            self.assertEqual(done.returncode, OFFLINE, done)
            self.assertIn("the database does not answer", done.stderr)
            self.assertIn(said, done.stderr)
            self.assertLess(took, NOTICED)
            line.word = None
            line.thaw()
            if whole:
                self.assertEqual(self.upgrade(line, name, sql).returncode, 0)
        db.drop(name)

    def test_silence(self):
        own = os.environ["PGDATABASE"]
        folder = f"{os.environ['TMPDIR']}/next"
        os.mkdir(folder)
        later = next_version.make(folder)
        moments = (("silent_code", b"select pg_temp.note_changing", "none of the code was replaced", own),
                   ("silent_commit", b"Q\0\0\0\x0bcommit\0", "whether it was done is not known", own, f"{os.getcwd()}/sql", True),
                   ("silent_tables", b"create schema sync authorization", "none of the tables was made", None, f"{os.getcwd()}/sql", True),
                   ("silent_mark", b"comment on schema varta is 'unknown", "whether it was done is not known", None, f"{os.getcwd()}/sql", True),
                   ("silent_sqitch", b"INSERT INTO changes", "sqitch was ended; whether the migration that it had begun was deployed is not known"),
                   ("silent_psql", b"alter table varta.request add column colour", "sqitch was ended; whether the migration that it had begun was deployed is not known",
                    own, later))
        with concurrent.futures.ThreadPoolExecutor(len(moments)) as pool:
            for each in [pool.submit(self.check, *moment) for moment in moments]:
                each.result()
        self.assertEqual([name for name in map(ours, glob.glob("/proc/[0-9]*")) if name in ("sqitch", "psql")], [], "sqitch or psql goes on")


def ours(process):
    """The name of a program that this test started, and that is not this one; None of others: tests beside it upgrade, too."""
    try:
        with open(f"{process}/environ", "rb") as environ, open(f"{process}/comm", encoding="utf-8") as name:
            return name.read().strip() if os.environ["TMPDIR"].encode() in environ.read() else None
    except OSError:
        return None


unittest.main()
