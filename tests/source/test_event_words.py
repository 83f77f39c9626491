"""Every kind of event that the SQL writes has words in lib/db/db_words.c, so that no history shows 'referral_accept'; every
role, too; and what is done with a request is called in the history what its key is called."""
import importlib.machinery
import importlib.util
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LITERAL = re.compile(r"'(\w+)'")


def tool():
    """tools/sql-words as a module."""
    loader = importlib.machinery.SourceFileLoader("sql_words", f"{ROOT}/tools/sql-words")
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("sql_words", loader))
    loader.exec_module(module)
    return module


def read(path):
    with open(f"{ROOT}/{path}", encoding="utf-8") as file:
        return file.read()


def source(folder="sql/code"):
    """All of the SQL that is installed, without its comments."""
    files = [os.path.join(path, name) for path, _, names in os.walk(f"{ROOT}/{folder}") for name in names if name.endswith(".sql")]
    return "\n".join(re.sub(r"--[^\n]*", "", read(os.path.relpath(name, ROOT))) for name in sorted(files))


def kinds(text, words):
    """The kinds of event that SQL writes: what it says is done, and what a trigger writes of each watched table."""
    found = set(re.findall(r'"verb": "(\w+)"', text))
    acts = set(words.ACT.findall(text)) - {"answer"}  # a draft, and then it is published
    for function in ("varta.describe_action", "varta.record_merge"):
        for arguments in words.calls(text, function):
            found.update(words.literals(arguments[0]))
    for function in ("varta.record_event", "varta.write_step"):
        for arguments in words.calls(text, function):
            found.update(LITERAL.findall(arguments[1]) if len(arguments) > 1 else ())
    for arguments in words.calls(text, "varta.config_event"):
        found.update(LITERAL.findall(arguments[1]) if len(arguments) > 1 else ())
    found.update(re.findall(r"row\((?:\w+\.)?\w+, (?:\w+\.)?\w+, '(\w+)'[^;]*?::varta\.draft_event", text))
    watched = set(re.findall(r"audit_table\('varta\.(\w+)'\)", text))
    for tables in re.findall(r"audit_table\(t::regclass\) from unnest\(array\[([^]]*)\]", text):
        watched.update(re.findall(r"varta\.(\w+)", tables))
    return found | acts, watched


def table(name):
    """A table of lib/db/db_words.c: code and words."""
    rows = re.search(rf"static const struct db_word {name}\[\] = {{(.*?)\n}};", read("lib/db/db_words.c"), re.S).group(1)
    return dict(re.findall(r'\{"(\w+)", N_\("([^"]+)"\)\}', rows))


class EventWords(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = tool()
        cls.kinds, cls.watched = kinds(source(), cls.tool)
        cls.kinds |= set(re.findall(r"\('(order_\w+)', '", read("sql/schema/deploy/orders.sql")))  # rows of varta.order_verb

    def test_every_kind_has_words(self):
        self.assertGreater(len(self.kinds), 35)
        self.assertEqual(sorted(self.kinds - set(table("events"))), [])

    def test_none_is_left(self):
        self.assertEqual(sorted(set(table("events")) - self.kinds), [])

    def test_every_watched_table_has_words(self):
        self.assertGreater(len(self.watched), 17)
        self.assertEqual(sorted(self.watched), sorted(table("kept")))

    def test_planted(self):
        found, watched = kinds("select varta.describe_action('planted'); select varta.audit_table('varta.plant');", self.tool)
        self.assertEqual((found, watched), ({"planted"}, {"plant"}))

    def test_every_role_has_words(self):
        seeds = re.search(r"insert into varta\.role [^;]*;", source("sql/schema/deploy"), re.S).group(0)
        codes = re.findall(r"\(\s*(?:\d+,\s*)?'(\w+)'", seeds)
        self.assertGreater(len(codes), 6)
        self.assertEqual([code for code in codes if code not in table("roles")], [])

    def test_words_of_the_keys(self):
        acts, same, events = re.split(r"\n(?=ACT\()", read("console/terminal/acts.def"))[1:], 0, table("events")
        for act in acts:
            name, label = re.match(r'ACT\(\w+, "([\w-]+)", N_\("(.*?)"\)', act).groups()
            given = re.search(r'\.function = "(\w+)"', act)
            function = given.group(1) if given else name.replace("-", "_")
            if function not in ("draft", "merge", "claim_next"):  # keys that say what follows them
                self.assertEqual(events[function], label, name)
                same += 1
        self.assertGreater(same, 22)


if __name__ == "__main__":
    unittest.main()
