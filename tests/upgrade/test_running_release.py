"""Daemon and console of the last release, built from its commit, on the release's database: they work on while it is
upgraded to this version and then, as test_running.py has it, to a next one."""
import os
import subprocess
import sys
import unittest

import database
import next_version
import release
from case import OK

SKIPPED = 77
ROOT = database.ROOT
NAME = "running"


def git(*args, **kwargs):
    return subprocess.run(["git", "-C", ROOT, *args], **kwargs)


def build(commit, folder):
    """Console and daemon as they were at that commit; the folder of the build."""
    os.mkdir(folder)
    archive = git("archive", commit, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
    subprocess.run(["make", "-j2", "CFLAGS=-O0", "FORTIFY=", "build/console/varta", "build/syncd/varta-syncd"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    return f"{folder}/build"


def unable():
    """Why this cannot be tested here; None where it can."""
    if not release.kept():
        return "no release is kept yet"
    if git("cat-file", "-e", commit() + "^{commit}", stderr=subprocess.DEVNULL).returncode:
        return f"commit {commit()} of the release is not in this clone"
    return None


def commit():
    with open(f"{release.kept()[-1]}/commit", encoding="ascii") as file:
        return file.read().strip()


class RunningRelease(unittest.TestCase):
    def test_programs_of_the_release_work_through_two_upgrades(self):
        folder = release.kept()[-1]
        release.restore(folder, NAME)
        os.environ["PGDATABASE"] = NAME
        next_version.run_through(self, build(commit(), os.environ["TMPDIR"] + "/old"), self.upgrade)

    def upgrade(self):
        done = release.upgrade(NAME)
        self.assertEqual(done.returncode, OK, done.stderr)


if __name__ == "__main__":
    if unable():
        print(unable())
        sys.exit(SKIPPED)
    release.own_cluster()
    unittest.main()
