"""Commits say what they do: a subject of at most 72 characters, and a body that says why. Looked at are those since the rule has
been checked; where the history is not there (an archive, a shallow clone) there is nothing to look at."""
import os
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SINCE = "b0f73d06d743b11beeadebda109a4c27d81236be"
SKIPPED = 77


def git(*args):
    return subprocess.run(["git", "-C", ROOT, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)


def faults(subject, body):
    """What is wrong with a commit's words."""
    return [fault for fault, wrong in (("subject too long", len(subject) > 72), ("no body", not body.strip()),
                                       ("subject ends with a full stop", subject.endswith("."))) if wrong]


class Commits(unittest.TestCase):
    def test_words(self):
        log = git("log", "--no-merges", "--format=%h%x1f%s%x1f%b%x1e", f"{SINCE}..HEAD").stdout
        commits = [entry.strip("\n").split("\x1f") for entry in log.split("\x1e") if entry.strip()]
        self.assertEqual([(commit, fault) for commit, subject, body in commits for fault in faults(subject, body)], [])

    def test_planted(self):
        self.assertEqual(faults("x" * 73, "why"), ["subject too long"])
        self.assertEqual(faults("Do it.", " \n"), ["no body", "subject ends with a full stop"])
        self.assertEqual(faults("Do it", "since it has to be done"), [])


if __name__ == "__main__":
    if git("merge-base", "--is-ancestor", SINCE, "HEAD").returncode:
        print(f"the history since {SINCE[:7]} is not there")
        sys.exit(SKIPPED)
    unittest.main()
