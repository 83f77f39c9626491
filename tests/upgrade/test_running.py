"""Daemon and console of this version work on while the database is upgraded to a next one: every report is answered,
every key, and nobody waits two seconds, although an operator's transaction keeps the upgrade from its locks."""
import os
import unittest

import next_version


class Running(unittest.TestCase):
    def test_programs_work_through_an_upgrade(self):
        next_version.run_through(self, os.environ["VARTA_BUILD"])


if __name__ == "__main__":
    unittest.main()
