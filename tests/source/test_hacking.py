"""HACKING.md is true: the files and folders that it names are there. In its glossary each Ukrainian word is what
the screens say, each English one is used in the sources; and the words that were given up for the field's terms
name no file and no struct."""
import os
import re
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("lib", "console", "syncd", "admin", "sql/schema", "sql/code")
ALL = FOLDERS + ("man", "tests", "tools", "keymaps")
GIVEN_UP = """errand chores letter verdict tally reread outlet treework treebuild shelf cleaner mediaitem calls wire exchange
    askpage sameness material slot sheet everywhere moment walls matters chronicle courier""".split()
# Functions: varta.moment() gives a point in time, which is not what the file 'moment' did; calls() are the kernel's.
KEPT = ("moment", "calls")
PHRASES = ("dead letter", "put off", "time stands still")
RELEASED = ("sql/schema/", "tests/upgrade/v", "tests/source/test_hacking.py")  # migrations are never edited
# What code of a language gives a name to: functions, structs and enums; a function of SQL without its schema.
NAMES = {".c": r"(?m)^[a-z][\w *]*?\b(\w+)\([^;]*?\)\n\{|\b(?:struct|enum) (\w+)[ ;]", ".h": r"\b(?:struct|enum) (\w+)[ ;]",
         ".py": r"(?m)^\s*(?:def|class) (?:test_)?(\w+)", ".sql": r"function (?:\w+\.)?(\w+) ?\("}


def read(path):
    with open(f"{ROOT}/{path}", encoding="utf-8") as file:
        return file.read()


def glossary():
    """Rows of the table: English, Ukrainian, meaning."""
    words = read("HACKING.md").split("\n## Words\n")[1]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in words.splitlines() if line.startswith("| ")][1:]


def sources(folders=FOLDERS):
    done = subprocess.run(["git", "-C", ROOT, "ls-files", *folders], stdout=subprocess.PIPE, text=True, check=True)
    return [path for path in done.stdout.split() if os.path.exists(f"{ROOT}/{path}")]


class Names(unittest.TestCase):
    def test_what_is_named_is_there(self):
        """`reply/draft.c` stands for any path that ends so, `tests/` for a folder."""
        done = subprocess.run(["git", "-C", ROOT, "ls-files"], stdout=subprocess.PIPE, text=True, check=True)
        paths = [f"/{path}" for path in done.stdout.split()]
        named = re.findall(r"`([\w./]+(?:\.(?:c|h|def|sql|py|yaml|txt|po)|/))`", read("HACKING.md"))
        self.assertGreater(len(named), 80)
        self.assertEqual([name for name in named if not any(f"/{name}" in path if name.endswith("/") else path.endswith(f"/{name}")
                                                            for path in paths)], [])


class Heads(unittest.TestCase):
    def test_every_file_says_what_it_is_for(self):
        """Except what tools/keep-release keeps: data."""
        done = subprocess.run(["git", "-C", ROOT, "ls-files", "*.c", "*.h", "*.py", "*.sh", "*.sql"], stdout=subprocess.PIPE, text=True, check=True)
        paths = [path for path in done.stdout.split()
                 if os.path.exists(f"{ROOT}/{path}") and not re.match(r"tests/upgrade/v[^/]+/", path)]
        self.assertGreater(len(paths), 500)
        self.assertEqual([path for path in paths if not read(path).startswith(("/*", '"""', "#", "--", "\\"))], [])


class Glossary(unittest.TestCase):
    def test_every_row_is_whole(self):
        rows = glossary()
        self.assertGreater(len(rows), 40)
        for row in rows:
            self.assertEqual(len([cell for cell in row if cell]), 3, row)
        terms = [row[0] for row in rows]
        self.assertEqual(sorted(set(terms)), sorted(terms), "a word stands there twice")

    def test_ukrainian_words_are_on_the_screen(self):
        said = " ".join(re.findall(r'^(?:msgstr.*?)?"(.*)"$', read("po/uk.po"), re.M)).lower()
        said += " ".join(read(path) for path in sources() if path.startswith("sql/schema/deploy/")).lower()
        words = [(english, ukrainian) for english, ukrainian, _ in glossary() if ukrainian != "–"]
        self.assertGreater(len(words), 25)
        self.assertEqual([pair for pair in words if pair[1].lower() not in said], [])

    def test_english_words_are_in_use(self):
        code = "\n".join(read(path) for path in sources() if path.endswith((".c", ".h", ".def", ".sql"))).lower()
        terms = [term for row in glossary() for term in row[0].split(", ")]
        self.assertEqual([term for term in terms if not re.search(rf"\b{term}(s|es)?\b|_{term}s?\b|\b{term}_", code)], [])

    def test_words_that_were_given_up(self):
        """Neither the name of a file nor that of a function, struct, enum or test is one of them."""
        found, names = [], 0
        for path in sources(ALL):
            stem, ending = os.path.splitext(os.path.basename(path))
            if stem.removeprefix("test_") in GIVEN_UP and not path.startswith("tests/fuzz/corpus/"):
                found.append(path)
            if ending in NAMES and not path.startswith(RELEASED):
                named = [name for match in re.finditer(NAMES[ending], read(path)) for name in match.groups() if name]
                names += len(named)
                found += [f"{path}: {name}" for name in named if name.lower() in GIVEN_UP and name not in KEPT]
        self.assertGreater(names, 5000)
        self.assertEqual(found, [])

    def test_phrases_that_were_given_up(self):
        texts = [path for path in sources(ALL) if path.endswith((*NAMES, ".def", ".sh", *".1 .5 .8".split())) and not path.startswith(RELEASED)]
        self.assertGreater(len(texts), 700)
        self.assertEqual([(path, phrase) for path in texts for phrase in PHRASES if phrase in read(path).lower()], [])


if __name__ == "__main__":
    unittest.main()
