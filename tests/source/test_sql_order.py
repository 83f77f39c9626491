"""The order of sql/: code refers to what stands above it only, so that nothing hides a circle behind PL/pgSQL's late binding;
a migration uses no more than what the changes make that it requires."""
import re
import unittest

import sqltext


def forward(files):
    """(name, used) for each function or view in files {path: text} that uses one which stands below it."""
    order = [(made[1], statement) for text in files.values() for statement in sqltext.statements(text)
             for made in [sqltext.created(statement)] if made and made[0] in ("function", "aggregate", "type", "view")]
    place = {name: n for n, (name, _) in enumerate(order)}
    found = [(name, used) for n, (name, statement) in enumerate(order) for used in sqltext.names(statement)
             if place.get(used, -1) > n]
    for path, text in files.items():
        there = [made[1] for made in map(sqltext.created, sqltext.statements(text)) if made]
        last = max((place[name] for name in there if name in place), default=None)
        for statement in sqltext.statements(text):
            if not sqltext.created(statement) and not statement.startswith("comment on") and last is not None:
                found += [(path, used) for used in sqltext.names(statement) if place.get(used, -1) > last]
    return found


def unfit(name, text):
    """Why a migration cannot be run together with others; None where it can."""
    lines = text.splitlines()
    outside = [line for line in lines if line and not line.startswith("--")]
    if (outside[0], outside[-1], lines.count("begin;"), lines.count("commit;")) != ("begin;", "commit;", 1, 1):
        return f"{name}: not one transaction"
    wrong = [line for line in lines if re.match(r"(?i)\\|set (role|session|search_path|client_|lock_|statement_|check_)", line)]
    return f"{name}: {wrong[0]}" if wrong else None


class Code(unittest.TestCase):
    def test_every_file_is_installed_once(self):
        self.assertEqual(sorted(sqltext.code_files() + ["install.sql"]), sqltext.all_code_files())

    def test_no_forward_reference_and_no_circle(self):
        files = {path: sqltext.read("code/" + path) for path in sqltext.code_files()}
        self.assertGreater(sum(len(sqltext.statements(text)) for text in files.values()), 800)
        self.assertEqual(forward(files), [])

    def test_a_circle_is_found(self):
        circle = {"a.sql": "create or replace function varta.a() returns void language plpgsql as $$\n"
                           "begin perform varta.b(); end $$;\n",
                  "b.sql": "create or replace function varta.b() returns void language sql as 'select varta.a()';"}
        self.assertEqual(forward(circle), [("varta.a", "varta.b")])

    def test_nothing_is_made_twice(self):
        seen = [made for path in sqltext.code_files() for made in map(sqltext.created, sqltext.statements(sqltext.read("code/" + path)))
                if made and made[0] not in ("trigger", "policy")]
        self.assertEqual(sorted(seen), sorted(set(seen)))


class Migrations(unittest.TestCase):
    def setUp(self):
        self.plan = sqltext.plan()

    def closure(self, change):
        return {change}.union(*(self.closure(required) for required in self.plan[change]))

    def test_requirements_stand_above(self):
        seen = set()
        self.assertGreater(len(self.plan), 14)
        for change, required in self.plan.items():
            self.assertLessEqual(set(required), seen, change)
            seen.add(change)

    def test_each_is_one_transaction_that_leaves_no_setting(self):
        """An empty database gets all of them in one session, without psql."""
        self.assertEqual([unfit(name, sqltext.read(f"schema/deploy/{name}.sql")) for name in self.plan], [None] * len(self.plan))
        for text in "select 1;\n", "begin;\nset role varta_owner;\ncommit;\n", "begin;\n\\ir x\ncommit;\n", "begin;\ncommit;\nbegin;\ncommit;\n":
            self.assertIsNotNone(unfit("planted", text))

    def test_what_is_used_is_required(self):
        made_by, undeclared = {}, []
        texts = {change: sqltext.statements(sqltext.read(f"schema/deploy/{change}.sql")) for change in self.plan}
        code = {made[1] for path in sqltext.code_files() for made in map(sqltext.created, sqltext.statements(sqltext.read("code/" + path)))
                if made and made[0] not in ("trigger", "policy")}
        for change, statements in texts.items():
            made_by.update({made[1]: change for made in map(sqltext.created, statements) if made})
        for change, statements in texts.items():
            allowed = self.closure(change)
            for statement in statements:
                if statement.startswith("comment on"):
                    continue
                undeclared += [(change, name) for name in sqltext.names(statement)
                               if name in code or made_by.get(name, change) not in allowed]
        self.assertEqual(undeclared, [])

    def test_every_table_has_row_level_security(self):
        for change in self.plan:
            statements = sqltext.statements(sqltext.read(f"schema/deploy/{change}.sql"))
            tables = {made[1] for made in map(sqltext.created, statements) if made and made[0] == "table"}
            walled = {statement.split()[2] for statement in statements if "enable row level security" in statement}
            self.assertEqual(tables, walled, change)


if __name__ == "__main__":
    unittest.main()
