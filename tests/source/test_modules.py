"""No module of tests/lib has the name of one in a folder whose programs use both: the first on the path would be taken for
the other. So the register on real data was not measured, and nobody saw it."""
import glob
import os
import unittest

import database

WITH_LIB = ("real", "bench", "kill", "demo")


def modules(folder):
    return {os.path.basename(path) for path in glob.glob(f"{database.ROOT}/tests/{folder}/*.py")}


class Modules(unittest.TestCase):
    def test_one_name_is_one_module(self):
        shared = modules("lib")
        self.assertGreater(len(shared), 20)
        for folder in WITH_LIB:
            with self.subTest(folder):
                self.assertGreater(len(modules(folder)), 0)
                self.assertEqual(shared & modules(folder), set())


if __name__ == "__main__":
    unittest.main()
