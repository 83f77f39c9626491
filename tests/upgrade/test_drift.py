"""vartactl schema on databases that are not as they should be: what was changed by hand is named by status and repaired
by upgrade; an encoding that cannot hold Ukrainian, and another PostgreSQL, are refused before anything is made."""
import os
import re
import subprocess
import unittest

import psycopg2

import ctl
import database
import release
from case import FAILED, OK
from slowline import SlowLine

NAME = os.environ["PGDATABASE"]


class OtherServer(SlowLine):
    """The server as it would answer if it were another version: what it tells its clients at the start is changed on
    the way. Nothing else of a PostgreSQL 16 is tested by that."""

    async def carry(self, reader, writer):
        while data := await self.read(reader):
            self.write(writer, data.replace(b"server_version\x0015.", b"server_version\x0016."))
        writer.close()


class Drift(unittest.TestCase):
    def drift(self, sql, *findings):
        """Does something by hand; status tells exactly that, and an upgrade undoes it."""
        database.psql(NAME, "-c", sql)
        done = release.status(NAME)
        self.assertEqual(done.returncode, FAILED, done.stdout)
        told = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
        self.assertEqual(sorted(told), sorted(findings))
        done = release.upgrade(NAME)
        self.assertEqual((done.returncode, done.stderr), (OK, ""))
        done = release.status(NAME)
        self.assertEqual(done.returncode, OK, done.stdout)

    def test_everything_at_once(self):
        self.drift("create or replace function varta.slug(p_name text) returns text language sql immutable as $$ select '1' $$;"
                   "drop trigger search_added on varta.request;"
                   "create policy everybody on varta.reporter using (true);"
                   "create function api.extra() returns integer language sql as $$ select 1 $$;"
                   "drop function api.polls();"
                   "grant select on varta.request to varta_moderator;"
                   "grant execute on function varta.mark(uuid,text) to public;"
                   "alter function api.me() owner to postgres;",
                   "changed function varta.slug(text)",
                   "missing trigger search_added on varta.request",
                   "extra policy everybody on varta.reporter",
                   "extra function api.extra()",
                   "missing function api.polls()",
                   "rights table varta.request",
                   "rights function varta.mark(uuid,text)",
                   "changed function api.me()",
                   "postgres api.me()")

    def test_what_everybody_may_do(self):
        """PUBLIC could connect, make temporary tables and large objects, and take advisory locks."""
        self.drift(f"grant connect, temporary on database {NAME} to public; grant create on schema public to public;"
                   "grant execute on function lo_create(oid), pg_advisory_lock(bigint) to public;",
                   f"extra CONNECT on database {NAME}",
                   f"extra TEMPORARY on database {NAME}",
                   "extra CREATE on schema public",
                   "extra EXECUTE on function lo_create(oid)",
                   "extra EXECUTE on function pg_advisory_lock(bigint)")

    def test_a_password_that_an_operator_chose_is_told(self):
        login = f"chose_{NAME}"
        ctl.must("operator", "add", login, "--name", "Сам", "--role", "expert", "--city", "kyiv")
        self.assertEqual(release.status(NAME).returncode, OK)
        with psycopg2.connect(dbname=NAME, user=login) as operator, operator.cursor() as cursor:
            cursor.execute(f"alter role {login} password 'x'")
        operator.close()
        done = release.status(NAME)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(f"passwords of operators: \n  changed {login}\n", done.stdout)
        ctl.must("operator", "password", login)
        self.assertEqual(release.status(NAME).returncode, OK, done.stdout)

    def test_a_table_that_was_changed_by_hand_is_told_though_no_upgrade_mends_it(self):
        database.psql(NAME, "-c", "alter table varta.city add column colour text")
        try:
            done = release.status(NAME)
            self.assertEqual(done.returncode, FAILED)
            self.assertIn("  changed table varta.city\n", done.stdout)
        finally:
            database.psql(NAME, "-c", "alter table varta.city drop column colour")
        self.assertEqual(release.status(NAME).returncode, OK)


class Refused(unittest.TestCase):
    def setUp(self):
        self.made = []

    def tearDown(self):
        for name in self.made:
            database.drop(name)

    def create(self, name, options):
        database.psql("postgres", "-c", f"create database {name} template template0 {options}")
        self.made.append(name)
        return name

    def nothing_was_made(self, name):
        found = subprocess.run([database.PSQL, "-XAt", "-d", name, "-c", "select count(*) from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit', 'sqitch')"],
                               check=True, stdout=subprocess.PIPE, text=True)
        self.assertEqual(found.stdout, "0\n")

    def test_an_encoding_that_cannot_hold_what_people_write(self):
        for encoding in ("SQL_ASCII", "LATIN1"):
            with self.subTest(encoding):
                name = self.create(f"{NAME}_{encoding.lower()}", f"encoding '{encoding}' locale_provider libc locale 'C'")
                done = release.upgrade(name)
                self.assertEqual(done.returncode, FAILED)
                self.assertIn(f"the database '{name}' has the encoding {encoding}, Varta needs UTF8; make one with: createdb ", done.stderr)
                self.nothing_was_made(name)
        command = re.search("make one with: (.*) NAME$", done.stderr.strip())[1]
        self.made.append(f"{NAME}_right")
        subprocess.run([*command.split(), f"{NAME}_right"], check=True)
        done = release.upgrade(f"{NAME}_right")
        self.assertEqual((done.returncode, done.stderr), (OK, ""))

    def test_another_postgresql(self):
        name = self.create(f"{NAME}_new", "")
        with OtherServer(0, os.environ["TMPDIR"] + "/other") as other:
            done = release.upgrade(name, PGHOST=other.folder)
            self.assertEqual(done.returncode, FAILED, done.stderr)
            self.assertIn("this is PostgreSQL 16, Varta is tested with 15; '--untested' goes on all the same", done.stderr)
            self.nothing_was_made(name)
            done = release.upgrade(name, "--untested", PGHOST=other.folder)
            self.assertEqual((done.returncode, done.stderr), (OK, ""))
        self.assertEqual(release.status(name).returncode, OK)


if __name__ == "__main__":
    unittest.main()
