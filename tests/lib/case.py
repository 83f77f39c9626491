"""What the tests of vartactl share: a database connection, and judging a run."""
import unittest

import psycopg2

import ctl

OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT, OFFLINE = range(7)


class Case(unittest.TestCase):
    def ctl(self, status, *args, say=(), **kwargs):
        """Runs vartactl; it must end with status and its complaint must contain each of say."""
        done = ctl.run(*args, **kwargs)
        shown = f"vartactl {' '.join(args)}\n{done.stdout}{done.stderr}"
        self.assertEqual(done.returncode, status, shown)
        for word in [say] if isinstance(say, str) else say:
            self.assertIn(word, done.stderr, shown)
        if status:
            self.assertIn(len(done.stderr.splitlines()), [1, 2] if status == USAGE else [1], shown)
        return done.stdout

    def rows(self, sql, *params):
        """What a superuser finds in the database."""
        with psycopg2.connect("") as connection, connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    def value(self, sql, *params):
        return self.rows(sql, *params)[0][0]
