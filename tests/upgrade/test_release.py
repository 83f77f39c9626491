"""From every release to this version: the database of the release is restored, upgraded, and is then what a fresh
installation is, with every row that it had. This version itself is kept and restored, too, so that the next
release can be."""
import contextlib
import os
import unittest

import psycopg2

import database
import release
import reports
from case import OK

FEW = 150  # requests in what is made of this version
BELL = "varta.bell"  # what is in it is taken out before its transaction commits


class Upgrade(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        database.create("fresh")
        done = release.upgrade("fresh")
        assert done.returncode == OK, done.stderr
        cls.fresh = release.catalogue("fresh")
        cls.releases = [*release.kept(), release.keep_present(FEW, "fresh")]

    def test_a_release_becomes_this_version(self):
        self.assertGreater(len(self.fresh), 3000)
        for folder in self.releases:
            name = "from_" + os.path.basename(folder).replace(".", "_")
            release.restore(folder, name)
            with self.subTest(folder):
                self.becomes_this_version(name)
            database.drop(name)  # the operators' logins, which the next one has, too, belong to one database

    def becomes_this_version(self, name):
        columns = self.columns(name)
        before = release.rows(name, columns)
        self.assertEqual([], [table for table, (count, _) in release.rows(name, release.tables(name)).items() if count == 0 and table != BELL], "no table is empty")
        done = release.upgrade(name)
        self.assertEqual((done.returncode, done.stderr), (OK, ""), done.stdout)
        after = release.rows(name, columns)
        self.assertEqual({}, {table: (row, after[table]) for table, row in before.items() if after[table] != row}, "rows that differ")
        self.assertEqual(reports.sql("select count(*) from varta.event where verb = 'compared_since'", database=name), [(1,)])
        self.assertEqual(self.fresh, release.catalogue(name))
        self.assertEqual(release.status(name).returncode, OK, release.status(name).stdout)
        self.again(name)

    def columns(self, name):
        """The columns whose rows must not change."""
        changed = release.changed_by_migrations()
        kept = {table: [c for c in names if f"{table}.{c}" not in changed] for table, names in release.tables(name).items() if table not in changed}
        self.assertGreater(len(kept), 40)
        return kept

    def again(self, name):
        """A second upgrade neither waits for those who read and write every table, nor makes an object anew."""
        before = self.objects(name)
        with self.in_use(name):
            done = release.upgrade(name)
        self.assertEqual((done.returncode, done.stderr), (OK, ""))
        self.assertIn("up-to-date", done.stdout)
        self.assertEqual(before, self.objects(name))
        self.assertEqual(self.fresh, release.catalogue(name))

    def objects(self, name):
        """By their numbers, which sessions know them by."""
        return reports.sql("select 'function', oid, oid::regprocedure::text from pg_proc where pronamespace::regnamespace::text in ('varta', 'api', 'sync')"
                           " union all select 'relation', oid, oid::regclass::text from pg_class where relnamespace::regnamespace::text in ('varta', 'api', 'sync')"
                           " union all select 'trigger', oid, tgname::text from pg_trigger where not tgisinternal"
                           " union all select 'policy', oid, polname::text from pg_policy order by 1, 2", database=name)

    @contextlib.contextmanager
    def in_use(self, name):
        connection = psycopg2.connect(dbname=name)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"lock table {', '.join(release.tables(name))} in row exclusive mode")
                yield
        finally:
            connection.close()


if __name__ == "__main__":
    release.own_cluster()
    unittest.main()
