"""sql/reference, varta-api(7) and the table of rights in vartactl(8) are what the comments and grants in sql/ say now, and
they say what one has to know: what a function takes and returns, how it fails, and what a table is for."""
import filecmp
import os
import re
import subprocess
import unittest

import psycopg2

import sqltext
from database import ROOT

PAGES = ["sql/reference/tables.md", "sql/reference/api.md", "sql/reference/sync.md", "man/varta-api.7", "man/vartactl.8"]
EXPOSED = """select p.pronamespace::regnamespace || '.' || p.proname, coalesce(obj_description(p.oid, 'pg_proc'), ''), p.pronargs > 0, p.prorettype <> 'void'::regtype
             from pg_proc p where p.pronamespace in ('api'::regnamespace, 'sync'::regnamespace, 'audit'::regnamespace)"""


def rows(sql):
    with psycopg2.connect("") as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def has(field, comment):
    return re.search(rf"(^|[.;] ){field}: \S", " ".join(comment.split())) is not None


class Reference(unittest.TestCase):
    def test_it_is_up_to_date(self):
        folder = os.environ["TMPDIR"] + "/reference"
        subprocess.run([ROOT + "/tools/sql-reference", folder], check=True)
        stale = filecmp.cmpfiles(ROOT, folder, PAGES, shallow=False)
        self.assertEqual(stale, (PAGES, [], []), "renew sql/reference and man/ with 'make sqldoc'")

    def test_every_function_is_there(self):
        """Also one whose name is a word of SQL: similar."""
        text = "".join(open(f"{ROOT}/{page}", encoding="utf-8").read() for page in PAGES)
        for name, _, _, _ in rows(EXPOSED):
            self.assertIn(f"\n### {name}\n", text)
            self.assertRegex(text, rf"\n\.It Fn {re.escape(name)}[ \n]")

    def test_every_function_says_what_it_takes_and_returns_and_how_it_fails(self):
        found = rows(EXPOSED)
        self.assertGreater(len(found), 150)
        for name, comment, takes, returns in found:
            for field, due in (("in", takes), ("out", returns), ("errors", True)):
                with self.subTest(name, field=field):
                    self.assertTrue(not due or has(field, comment), comment)

    def test_every_table_says_what_it_is_for(self):
        self.assertEqual(rows("select oid::regclass from pg_class where relnamespace = 'varta'::regnamespace and relkind = 'r' "
                              "and obj_description(oid, 'pg_class') is null"), [])

    def test_who_says_that_nothing_fails_calls_nothing_that_does(self):
        bodies = {made[1]: statement for path in sqltext.code_files() for statement in sqltext.statements(sqltext.read("code/" + path))
                  for made in [sqltext.created(statement)] if made and made[0] == "function"}

        def fails(name, seen):
            if name in seen or name not in bodies or "exception when" in bodies[name]:
                return name == "varta.fail"
            seen.add(name)
            return any(used == "varta.fail" or fails(used, seen) for used in sqltext.names(bodies[name]))

        for name, comment, _, _ in rows(EXPOSED):
            if "errors: none" in " ".join(comment.split()):
                self.assertFalse(fails(name, set()), name)


if __name__ == "__main__":
    unittest.main()
