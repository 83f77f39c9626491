"""The benchmark of claims, for a few seconds: 32 moderators take the next request and answer it. Nothing
is claimed twice, no answer is lost, nothing deadlocks, and the history holds."""
import os
import sys
import unittest

from database import ROOT

sys.path.insert(0, os.path.join(ROOT, "tests/bench"))

import claim  # noqa: E402


class Claims(unittest.TestCase):
    def test_32_sessions_in_one_city(self):
        claim.prepare(5000)
        result = claim.play(5, os.environ["TMPDIR"])
        self.assertEqual(result.errors, [])
        self.assertEqual((result.double, result.lost, result.deadlocks, result.broken), (0, 0, 0, None))
        self.assertGreater(result.claims, claim.SESSIONS)


if __name__ == "__main__":
    unittest.main()
