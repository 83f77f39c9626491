"""The sources keep to the arrows between rooms, and the check of it would notice if they did not: in a copy of
the tree a wrong include, a wrong call, a circle of headers and a circle of calls are planted, and each is found
with the file, the line and the way out."""
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def arrows(folder):
    done = subprocess.run([f"{ROOT}/tools/arrows", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Arrows(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def copy(self):
        for part in ("lib", "console", "syncd", "admin", "tools"):
            shutil.copytree(f"{ROOT}/{part}", f"{self.folder}/{part}")

    def write(self, path, *lines):
        os.makedirs(os.path.dirname(f"{self.folder}/{path}"), exist_ok=True)
        with open(f"{self.folder}/{path}", "a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))

    def length(self, path):
        with open(f"{self.folder}/{path}", encoding="utf-8") as file:
            return len(file.readlines())

    def complaint(self, *words):
        """The check of the copy fails, with a line that has all the words."""
        status, shown = arrows(self.folder)
        self.assertEqual(status, 1, shown)
        self.assertTrue(any(all(word in line for word in words) for line in shown.splitlines()), (words, shown))
        return shown

    def house(self):
        """A small tree of two rooms that is in order."""
        self.write("tools/arrows.txt", "lib ->", "console -> lib")
        self.write("lib/low.h", "int low(int n);")
        self.write("lib/low.c", '#include "lib/low.h"', "int low(int n)", "{", "\treturn n;", "}")
        self.write("console/high.c", '#include "lib/low.h"', "int high(int n)", "{", "\treturn low(n);", "}")
        self.assertEqual(arrows(self.folder), (0, "3 files, 3 uses, 0 complaints\n"))

    # The tree

    def test_the_tree_is_in_order(self):
        status, shown = arrows(ROOT)
        self.assertEqual(status, 0, shown)
        files = int(shown.split()[-6])
        self.assertGreater(files, 300, shown)

    def test_a_wrong_arrow_and_a_circle_in_a_copy_of_it(self):
        self.copy()
        at = self.length("lib/base/text.c")
        self.write("lib/base/text.c", '#include "syncd/loop.h"')
        self.write("admin/planted_one.h", '#include "admin/planted_two.h"')
        self.write("admin/planted_two.h", '#include "admin/planted_one.h"')
        shown = self.complaint(f"lib/base/text.c:{at + 1}: includes syncd/loop.h", "lib/base may not use syncd", "hook")
        self.assertIn("admin/planted_one.h: stands in a circle of 2 files", shown)
        self.assertIn("    admin/planted_one.h:1: includes admin/planted_two.h\n", shown)
        self.assertIn(", 2 complaints\n", shown)

    # What counts as a use

    def test_a_call_without_an_include(self):
        self.house()
        self.write("lib/up.c", "int high(int n);", "int up(void)", "{", "\treturn high(1);", "}")
        self.complaint("lib/up.c:4: uses high of console/high.c", "lib may not use console")

    def test_an_entry_in_a_table(self):
        self.house()
        self.write("console/table.c", "int high(int n);", "const struct entry table[] = {", '\t{"high", high},', "};")
        self.write("console/high.c", "extern const struct entry table[];", "void find(void)", "{", "\tlook(table);", "}")
        shown = self.complaint("console/high.c: stands in a circle of 2 files")
        self.assertIn("    console/table.c:3: uses high of console/high.c\n", shown)

    def test_a_circle_of_calls(self):
        self.house()
        self.write("lib/other.c", '#include "lib/low.h"', "int other(int n)", "{", "\treturn low(n);", "}")
        self.write("lib/low.c", "int lower(int n)", "{", "\treturn other(n);", "}")
        shown = self.complaint("lib/low.c: stands in a circle of 2 files")
        self.assertIn("    lib/low.c:8: uses other of lib/other.c\n", shown)

    def test_what_only_looks_like_a_use(self):
        """A comment, a text, a member, a type, a variable or a function of the file's own of the same name."""
        self.house()
        self.write("lib/quiet.c", "/* high(1) */", "static const char *text = \"high(1)\";", "struct high { int n; };",
                   "int quiet(struct high *h, int high)", "{", "\treturn h->high + high + text[0];", "}")
        self.write("lib/own.c", "static int high(int n)", "{", "\treturn n;", "}", "int own(void)", "{", "\treturn high(1);", "}")
        self.assertEqual(arrows(self.folder)[0], 0)

    # The table

    def test_a_room_that_is_not_in_the_table(self):
        self.house()
        self.write("console/attic/box.c", "int box;")
        self.complaint("console/attic/box.c:1: the room console/attic is not in tools/arrows.txt")

    def test_rooms_that_point_at_each_other(self):
        self.house()
        self.write("tools/arrows.txt", "console/a -> console/b", "console/b -> console/c", "console/c -> console/a lib")
        self.complaint("tools/arrows.txt: these rooms point at each other: console/a console/b console/c")

    def test_a_folder_stands_for_its_rooms(self):
        self.house()
        self.write("tools/arrows.txt", "lib ->", "lib/a ->", "lib/b -> lib/a", "console -> lib")
        self.write("lib/b/box.h", "int box(void);")
        self.write("console/user.c", '#include "lib/b/box.h"')
        self.assertEqual(arrows(self.folder)[0], 0)
        self.write("tools/arrows.txt", "lib ->", "lib/a -> console", "lib/b ->", "console -> lib")
        self.complaint("tools/arrows.txt: these rooms point at each other: console lib/a")

    def test_a_line_that_is_no_arrow(self):
        self.house()
        self.write("tools/arrows.txt", "console lib")
        self.complaint("tools/arrows.txt:3: expected 'room -> room ...'")


if __name__ == "__main__":
    unittest.main()
