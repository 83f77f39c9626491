"""vartactl schema and audit: upgrading an upgraded database changes nothing, the state is shown,
what fails is told; the chain of the history verifies, and a change behind it is found."""
import contextlib
import os
import re
import shutil
import subprocess
import unittest

import psycopg2

import ctl
import database
from case import CONFLICT, DENIED, FAILED, NOT_FOUND, OK, Case

ITEM = """select * from sync.import((select id from varta.source where code = 'kyiv-site'),
    '[{"n": 0, "service_code": "road", "lat": 50.46, "long": 30.5, "description": "Яма", "raw": "%s"}]')"""


class Schema(Case):
    def test_a_second_upgrade_changes_nothing(self):
        self.assertIn("up-to-date", self.ctl(OK, "schema", "upgrade"))
        self.assertIn("up-to-date", self.ctl(OK, "schema", "status"))

    def test_an_empty_database_says_what_to_do(self):
        name = os.environ["PGDATABASE"] + "_empty"
        database.create(name)
        try:
            done = self.run_in(name, "schema", "status")
            self.assertEqual((done.returncode, done.stdout), (FAILED, ""))
            self.assertEqual(done.stderr, f"vartactl: the database '{name}' has no schema of Varta yet: run 'vartactl schema upgrade'\n")
            listed = self.run_in(name, "city", "list")
            self.assertEqual(listed.returncode, FAILED)
            self.assertIn("run 'vartactl schema upgrade'", listed.stderr)
        finally:
            database.drop(name)

    def test_who_is_no_superuser_is_told_so(self):
        for verb in "status", "upgrade":
            self.ctl(DENIED, "schema", verb, user="t_admin", say=(f"'vartactl schema {verb}'", "a superuser", "'t_admin'"))

    def run_in(self, name, *args):
        return ctl.run(*args, env={"PGDATABASE": name})

    def test_the_database_may_stand_in_a_service_file(self):
        service, config = (f"{os.environ['TMPDIR']}/{name}" for name in ("service.conf", "varta.yaml"))
        with open(service, "w") as out:
            out.write(f"[varta]\nhost={os.environ['PGHOST']}\nuser={os.environ['PGUSER']}\ndbname={os.environ['PGDATABASE']}\n")
        with open(config, "w") as out:
            out.write("database: service=varta\n")
        elsewhere = {"PGSERVICEFILE": service, "PGHOST": "/nonexistent", "PGUSER": "nobody", "PGDATABASE": "nowhere"}
        self.assertIn("up-to-date", self.ctl(OK, "schema", "upgrade", "-c", config, env=elsewhere))

    def test_no_project(self):
        self.ctl(FAILED, "schema", "upgrade", env={"VARTA_SQLDIR": "/nonexistent"}, say="cannot open '/nonexistent'")


class Upgrade(Case):
    """On databases of its own: what is refused, repaired, left alone."""

    def setUp(self):
        self.name = os.environ["PGDATABASE"] + "_upgrade"

    def make(self, options=""):
        database.psql("postgres", "-c", f"create database {self.name} {options}")
        self.addCleanup(database.drop, self.name)
        self.env = {"PGDATABASE": self.name}

    def ask(self, sql):
        with contextlib.closing(psycopg2.connect(dbname=self.name)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else None

    def test_an_unfit_encoding_is_refused_before_anything_is_made(self):
        for encoding in ("SQL_ASCII", "LATIN1"):
            self.make(f"encoding '{encoding}' locale_provider libc locale 'C' template template0")
            self.ctl(FAILED, "schema", "upgrade", env=self.env, say=[encoding, "createdb --template=template0 --encoding=UTF8"])
            self.assertEqual(self.ask("select count(*) from pg_namespace where nspname in ('sqitch', 'varta')"), [(0,)])
            self.doCleanups()

    def test_what_sqitch_could_not_be_told_it_is_told_by_the_next_upgrade(self):
        """The tables of an empty database are made without sqitch, which then learns of them: who is killed in between has them all."""
        self.make()
        done = ctl.run("schema", "upgrade", env=self.env | {"PATH": "/nonexistent"})
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("cannot start 'sqitch'", done.stderr, "beside another upgrade in the cluster it may say before that it tries again")
        made = self.ask("select oid::regclass, oid from pg_class where relnamespace = 'varta'::regnamespace and relkind = 'r' order by 1")
        self.assertGreater(len(made), 50)
        self.assertIn("up-to-date", self.ctl(OK, "schema", "upgrade", env=self.env))
        self.assertEqual(self.ask("select oid::regclass, oid from pg_class where relnamespace = 'varta'::regnamespace and relkind = 'r' order by 1"), made)
        with open(f"{os.environ['VARTA_SQLDIR']}/sqitch.plan", encoding="utf-8") as plan:
            planned = [line.split()[0] for line in plan if line[0] not in "%@\n"]
        self.assertEqual(sorted(name for name, in self.ask("select change from sqitch.changes")), sorted(planned))
        self.assertEqual(self.ask("select obj_description('varta'::regnamespace)"), [(None,)])
        self.assertIn("up-to-date", self.ctl(OK, "schema", "status", env=self.env))

    def test_a_migration_that_fails_leaves_nothing_in_an_empty_database(self):
        """It is named with its line, as it stands in the file."""
        folder = f"{os.environ['TMPDIR']}/broken"
        shutil.copytree(os.environ["VARTA_SQLDIR"], folder)
        with open(f"{folder}/schema/deploy/beats.sql", "a", encoding="utf-8") as file:
            file.write("\nselect 1 / 0;\ncreate nonsense;\n")
        self.make()
        with open(f"{folder}/schema/deploy/beats.sql", encoding="utf-8") as file:
            line = file.read().split("create nonsense")[0].count("\n") + 1
        self.ctl(FAILED, "schema", "upgrade", env=self.env | {"VARTA_SQLDIR": folder}, say=f"schema/deploy/beats.sql:{line}: ")
        self.assertEqual(self.ask("select count(*) from pg_namespace where nspname in ('sqitch', 'varta')"), [(0,)])

    def test_a_database_with_unknown_migrations_is_refused(self):
        self.make()
        self.ask("create schema sqitch; create table sqitch.tags (change_id text, tag text, project text); create table sqitch.changes "
                 "(change_id text, change text, project text, committed_at timestamptz, planned_at timestamptz); "
                 "insert into sqitch.changes values ('x', 'walls', 'varta', now(), now())")
        self.ctl(CONFLICT, "schema", "upgrade", env=self.env, say="'walls'")
        self.assertEqual(self.ask("select count(*) from pg_namespace where nspname = 'varta'"), [(0,)])

    def test_what_was_changed_by_hand_is_reported_and_repaired(self):
        self.make()
        self.ctl(OK, "schema", "upgrade", env=self.env)
        oids = self.ask("select oid::regprocedure, oid from pg_proc where pronamespace = 'varta'::regnamespace order by 1")
        self.ask("create or replace function varta.plural(n bigint, p_one text, p_few text, p_many text) returns text language sql as 'select null'; "
                 "create function api.by_hand() returns int language sql as 'select 1'; drop function api.badges; "
                 "drop policy read on varta.city; alter function api.me owner to postgres; grant execute on function api.cities to public; "
                 "alter table varta.request disable trigger request_added; create index by_hand on varta.city (name)")
        found = self.ctl_says(FAILED, "status")
        for line in ("extra function api.by_hand()", "missing function api.badges", "missing policy read on varta.city", "rights function api.cities()",
                     "changed function varta.plural(", "changed trigger request_added on varta.request", "extra index varta.by_hand", "postgres api.me()"):
            self.assertIn("\n  " + line, found)
        self.ctl(OK, "schema", "upgrade", env=self.env)
        self.assertEqual(re.findall(r"(?m)^  .*", self.ctl_says(FAILED, "status")), ["  extra index varta.by_hand"])
        self.assertEqual(oids, self.ask("select oid::regprocedure, oid from pg_proc where pronamespace = 'varta'::regnamespace order by 1"),
                         "open sessions go on with functions that were replaced in place")

    def ctl_says(self, status, *args):
        done = ctl.run("schema", *args, env=self.env)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def test_it_goes_on_while_a_table_is_read_and_gives_up_where_it_has_to_lock_it(self):
        self.make()
        self.ctl(OK, "schema", "upgrade", env=self.env)
        with contextlib.closing(psycopg2.connect(dbname=self.name)) as reader, reader.cursor() as cursor:
            cursor.execute("select count(*) from varta.city")
            self.ctl(OK, "schema", "upgrade", env=self.env)
            reader.rollback()
            self.ask("drop policy read on varta.city")
            cursor.execute("select count(*) from varta.city")
            upgrade = subprocess.Popen([ctl.program(), "schema", "upgrade"], env=dict(os.environ, **self.env),
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertIn("trying again", upgrade.stderr.readline())
            reader.rollback()
            upgrade.communicate()
            self.assertEqual(upgrade.returncode, OK)


class Audit(Case):
    def test_a_whole_chain_and_a_broken_one(self):
        self.rows(ITEM % "first")
        self.rows(ITEM % "second")
        self.rows("select sync.log_seal()")
        self.assertRegex(self.ctl(OK, "audit", "verify", "kyiv"), r"^kyiv: [1-9]\d* events, the chain is whole\n$")
        self.assertEqual(len(self.ctl(OK, "audit", "verify").splitlines()), 3)
        event = self.value("select min(e.id) from varta.event e join varta.city c on c.id = e.city_id where c.code = 'kyiv'")
        self.rows("set session_replication_role = replica; "
                  f"update varta.event set verb = verb || '!' where id = {event} "
                  "and city_id = (select id from varta.city where code = 'kyiv')")
        self.assertIn(f"kyiv: broken at event {event}: ", self.ctl_quiet("audit", "verify", "kyiv"))
        self.assertRegex(self.ctl_quiet("audit", "verify"), r"(?m)^poltava: [1-9]\d* events, the chain is whole$")

    def ctl_quiet(self, *args):
        """Fails without a complaint: the finding is the output."""
        done = ctl.run(*args)
        self.assertEqual((done.returncode, done.stderr), (FAILED, ""))
        return done.stdout

    def test_no_such_city_and_no_right(self):
        self.ctl(NOT_FOUND, "audit", "verify", "atlantis", say="atlantis")
        self.ctl(DENIED, "audit", "verify", "kyiv", user="t_moderator")
        self.ctl(OK, "audit", "verify", "poltava", user="t_admin")


if __name__ == "__main__":
    unittest.main()
