"""An upgrade that changes triggers and policies holds their tables for the moment in which it changes them, not while
all other code is replaced, however long that takes; and of two upgrades at once one waits, and finds nothing to do."""
import contextlib
import os
import shutil
import subprocess
import unittest

import psycopg2

import next_version
import release
import reports
from syncd import wait_for

GATE = 77  # an advisory lock that the code of the next version waits for
# Nothing in there has a timeout: how long it takes is for the test to say.
SLOW = f"set local lock_timeout = 0;\nselect pg_advisory_xact_lock({GATE});\nset local lock_timeout = '1s';\n"
# What an operator does, by somebody who waits for no one.
IMPATIENT = "set lock_timeout = '1500ms'"
WAITING = "select count(*) from pg_locks l join pg_database d on d.oid = l.database" \
          " where d.datname = current_database() and l.locktype = 'advisory' and l.objid = %s and not l.granted"


class ChangedTables(unittest.TestCase):
    def setUp(self):
        self.folder = os.environ["TMPDIR"] + "/" + self.id().rpartition(".")[2]
        os.mkdir(self.folder)
        self.upgrades = []

    def tearDown(self):
        for upgrade in self.upgrades:
            if not upgrade.ended():
                upgrade.process.kill()
                upgrade.process.wait()

    def next(self, *changes):
        """The folder of a version that is slow to install; changes: file of sql/code, what is there once, what stands there then."""
        sql = f"{self.folder}/sql"
        shutil.copytree(f"{release.database.ROOT}/sql", sql)
        os.makedirs(f"{self.folder}/tools")
        shutil.copy2(f"{release.database.ROOT}/tools/manifest", f"{self.folder}/tools")
        for file, old, new in changes:
            next_version.change(f"{sql}/code/{file}", old, new)
        with open(f"{sql}/manifest.tsv", "wb") as file:
            file.write(subprocess.run([f"{self.folder}/tools/manifest", "--print"], check=True, stdout=subprocess.PIPE).stdout)
        with open(f"{sql}/code/slow.sql", "w", encoding="utf-8") as file:
            file.write(SLOW)
        with open(f"{sql}/code/install.sql", "a", encoding="utf-8") as file:
            file.write("\\ir slow.sql\n")
        return sql

    def upgrade(self, sql):
        self.upgrades.append(next_version.Upgrade(sql, f"{self.folder}/{len(self.upgrades)}.log"))
        return self.upgrades[-1]

    @contextlib.contextmanager
    def gate(self):
        """Whatever gets to the end of the code waits there until the block ends."""
        connection = psycopg2.connect("")
        try:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_lock(%s)", (GATE,))
            yield
        finally:
            connection.close()

    def at_the_gate(self, upgrade):
        wait_for("the end of the code", lambda: upgrade.ended() or reports.sql(WAITING, GATE)[0][0])
        self.assertFalse(upgrade.ended(), upgrade.said())

    def work(self, number):
        """Reads and changes what the triggers and policies of the request stand on."""
        with contextlib.closing(psycopg2.connect("user=t_moderator")) as connection, connection, connection.cursor() as cursor:
            cursor.execute(IMPATIENT)
            cursor.execute("select count(*) from api.queue_page('{}', null, null, null, false, 10)")
            self.assertGreater(cursor.fetchone()[0], 0)
            cursor.execute("select count(*) from api.requests")
            cursor.execute("select status from api.accept(%s, 1)", (number,))
            self.assertEqual(cursor.fetchone()[0], "pending")

    def done(self, upgrade):
        wait_for("end of the upgrade", upgrade.ended)
        self.assertEqual(upgrade.process.returncode, 0, upgrade.said())

    def is_whole(self, sql):
        os.environ["VARTA_SQLDIR"], before = sql, os.environ["VARTA_SQLDIR"]
        done = release.status(os.environ["PGDATABASE"])
        os.environ["VARTA_SQLDIR"] = before
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_changed_policy_trigger_and_view_hold_nobody_up_while_code_is_replaced(self):
        sql = self.next(("rights/row_security.sql", r"create policy read on varta\.city for select to varta_view using \(true\);",
                         "create policy read on varta.city for select to varta_view using (id > 0);"),
                        ("rights/row_security.sql", r"create policy read on varta\.request for select to varta_view\n    using \(",
                         "create policy read on varta.request for select to varta_view\n    using (city_id > 0 and "),
                        ("audit/request_events.sql", r"create trigger request_added after insert", "create trigger request_arrived after insert"),
                        ("rights/views.sql", r"as readable\) v;\ncomment on view api\.requests",
                         "as readable) v\nwhere r.id > 0;\ncomment on view api.requests"))
        number = reports.add("Яма.")[0]
        with self.gate():
            upgrade = self.upgrade(sql)
            self.at_the_gate(upgrade)
            self.work(number)
        self.done(upgrade)
        self.is_whole(sql)
        self.assertEqual(reports.sql("select count(*) from pg_trigger where tgname in ('request_added', 'request_arrived')"), [(1,)])

    def test_a_function_of_triggers_and_policies_that_cannot_be_replaced_in_place(self):
        """It is another's: what stands on it would go with it."""
        sql = self.next()
        number = reports.add("Яма.")[0]
        policies = reports.sql("select count(*) from pg_policy")
        owner = reports.sql("select proowner::regrole::text from pg_proc where oid = 'varta.my_cities()'::regprocedure")[0][0]
        reports.sql("alter function varta.my_cities() owner to postgres")
        reports.sql("alter function varta.request_added() owner to postgres")
        with self.gate():
            upgrade = self.upgrade(sql)
            self.at_the_gate(upgrade)
            self.work(number)
        self.done(upgrade)
        self.is_whole(sql)
        self.assertEqual(reports.sql("select count(*) from pg_policy"), policies)
        self.assertEqual(reports.sql("select proname, proowner::regrole::text from pg_proc where proname in ('my_cities', 'request_added') or proname like 'outdated%'"
                                     " order by 1"), [("my_cities", owner), ("request_added", owner)])

    def test_two_upgrades_at_once(self):
        sql = self.next(("rights/row_security.sql", r"create policy read on varta\.unit for select to varta_view using \(true\);",
                         "create policy read on varta.unit for select to varta_view using (id > 0);"))
        with self.gate():
            first = self.upgrade(sql)
            self.at_the_gate(first)
            second = self.upgrade(sql)
            wait_for("the second waits", lambda: "another upgrade is running: waiting for its end" in second.said() or second.ended())
            self.assertFalse(second.ended(), second.said())
        self.done(first)
        self.done(second)
        self.assertNotIn("another upgrade", first.said())
        self.is_whole(sql)
        self.assertEqual(reports.sql("select change from sqitch.changes group by change having count(*) > 1"), [])
        self.assertEqual(reports.sql("select count(*), count(distinct (polrelid, polname)) from pg_policy where polrelid = 'varta.unit'::regclass"), [(1, 1)])


if __name__ == "__main__":
    unittest.main()
