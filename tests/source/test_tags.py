"""No name of a struct, enum or union means two things: whoever searches for one finds one definition."""
import collections
import glob
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEFINITION = re.compile(r"^\s*(?:typedef |static |const )*(?:struct|enum|union) (\w+) \{", re.M)


class Tags(unittest.TestCase):
    def test_one_meaning(self):
        found = collections.defaultdict(list)
        for folder in ("lib", "console", "syncd", "admin", "tests"):
            for path in sorted(glob.glob(f"{ROOT}/{folder}/**/*.[ch]", recursive=True)):
                with open(path, encoding="utf-8") as file:
                    for tag in DEFINITION.findall(file.read()):
                        found[tag].append(os.path.relpath(path, ROOT))
        self.assertGreater(len(found), 200)
        self.assertIn("queue", found)
        self.assertEqual({tag: paths for tag, paths in found.items() if len(paths) > 1}, {})


if __name__ == "__main__":
    unittest.main()
