"""A version of the schema that follows this one: a copy of sql/ with one more migration, a function that takes one more
parameter, one that is gone and one that is new. And what happens to programs that run while it is installed."""
import os
import re
import shutil
import subprocess
import threading
import time

import psycopg2

import database
import release
import reports
from play import Play
from syncd import Syncd, wait_for

MIGRATION = {
    "deploy": "begin;\nset local role varta_owner;\nalter table varta.request add column colour text;\ncommit;\n",
    "revert": "begin;\nalter table varta.request drop column colour;\ncommit;\n",
    "verify": "select colour from varta.request where false;\n",
}
NEW = """
create function api.colour(p_id bigint) returns text
language sql stable security definer set search_path = varta, pg_temp as $$ select colour from varta.request where id = p_id $$;
"""


def change(path, pattern, text):
    """Replaces what is found, which has to be there once."""
    with open(path, encoding="utf-8") as file:
        changed, n = re.subn(pattern, lambda _: text, file.read())
    assert n == 1, (path, pattern, n)
    with open(path, "w", encoding="utf-8") as file:
        file.write(changed)


def make(folder):
    """The folder of its sql/."""
    sql = f"{folder}/sql"
    shutil.copytree(f"{database.ROOT}/sql", sql)
    os.mkdir(f"{folder}/tools")
    shutil.copy2(f"{database.ROOT}/tools/manifest", f"{folder}/tools")
    for part, text in MIGRATION.items():
        with open(f"{sql}/schema/{part}/colour.sql", "w", encoding="utf-8") as file:
            file.write(text)
    with open(f"{sql}/sqitch.plan", "a", encoding="utf-8") as plan:
        plan.write("colour [request] 2036-01-01T12:00:00Z Varta <varta@localhost> # A column\n")
    change(f"{sql}/code/request/moderation.sql", r"api\.accept\(p_id bigint, p_version integer\)",
           "api.accept(p_id bigint, p_version integer, p_colour text default null)")
    change(f"{sql}/code/sync/poll_admin.sql", r"(?s)create or replace function api\.poll_refusals.*?comment on function api\.poll_refusals[^;]*;", NEW)
    change(f"{sql}/code/rights/grants.sql", r"api\.poll_refusals", "api.colour")
    done = subprocess.run([f"{folder}/tools/manifest", "--print"], check=True, stdout=subprocess.PIPE)
    with open(f"{sql}/manifest.tsv", "wb") as file:
        file.write(done.stdout)
    return sql


class Waits(threading.Thread):
    """The longest time that a statement of the programs has waited for a lock; looks every few milliseconds."""

    def __init__(self):
        super().__init__(daemon=True)
        self.longest, self.seen, self.ended = 0.0, 0, threading.Event()
        self.start()

    def run(self):
        connection = psycopg2.connect("")
        connection.autocommit = True
        with connection.cursor() as cursor:
            while not self.ended.wait(0.01):
                cursor.execute("select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)), 0) from pg_locks l"
                               " join pg_stat_activity a using (pid) where not l.granted and a.usename like 't\\_%' and a.datname = current_database()")
                wait = float(cursor.fetchone()[0])
                self.seen += wait > 0
                self.longest = max(self.longest, wait)
        connection.close()

    def end(self):
        self.ended.set()
        self.join()
        return self


class Reports(threading.Thread):
    """Posts reports one after the other until it is ended; the answers' statuses."""

    def __init__(self, syncd):
        super().__init__(daemon=True)
        self.syncd, self.statuses, self.ended = syncd, [], threading.Event()
        self.start()

    def run(self):
        while not self.ended.is_set():
            form = {"service_code": "road", "lat": "50.46", "long": "30.50", "description": f"Яма {len(self.statuses)} {time.monotonic()}"}
            try:
                self.statuses.append(self.syncd.post("requests.json", form).status)
            except OSError as error:
                self.statuses.append(str(error))

    def end(self):
        self.ended.set()
        self.join()
        return self


class Upgrade:
    """Upgrades in the background, to the schema in a folder."""

    def __init__(self, sql, log):
        self.log = log
        with open(log, "wb") as out:
            self.process = subprocess.Popen([os.environ["VARTA_BUILD"] + "/admin/vartactl", "schema", "upgrade"],
                                            env=dict(os.environ, VARTA_SQLDIR=sql), stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def said(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def ended(self):
        return self.process.poll() is not None


class Console:
    """A console whose queue is what is new of one category; accepts the request under the cursor, and knows that it was."""

    def __init__(self, build, state):
        self.accepted = set()
        self.play = Play().start(command=[f"{build}/console/varta", "-f", "cat:sign status:new"], env={"XDG_STATE_HOME": state})
        self.play.wait("яма", "1/")

    def accept(self):
        self.play.keys("a").until(self.is_accepted, "no request is accepted")

    def is_accepted(self):
        found = set(re.findall(r"(\d+): accepted", "\n".join(self.play.lines()))) - self.accepted
        self.accepted |= found
        return found


def at_work(connection):
    """Keeps a transaction from being ended as one that nobody works in."""
    connection.cursor().execute("select 1")
    return True


def run_through(test, build, first=lambda: None):
    """Daemon and console in build work on the database of the environment while it is upgraded to the next version, and an
    operator's transaction is open for longer than an upgrade may keep anyone waiting. first: is done before that, with
    the programs running already."""
    scratch = os.environ["TMPDIR"]
    sql = make(f"{scratch}/next")
    reports.add("Перша яма.", "Друга яма.", "Третя яма.", code="sign")
    abroad = reports.add("Полтава.", at=(49.58, 34.5), source="poltava-site")[0]
    with Syncd(build=build) as syncd:
        console = Console(build, f"{scratch}/state")
        try:
            console.accept()
            posts, waits = Reports(syncd), Waits()
            first()
            operator = psycopg2.connect("user=t_poltava")
            operator.cursor().execute("select * from api.accept(%s, 1)", (abroad,))
            upgrade = Upgrade(sql, f"{scratch}/upgrade.log")
            wait_for("second try", lambda: at_work(operator) and (upgrade.said().count("trying again") >= 2 or upgrade.ended()))
            console.accept()
            test.assertFalse(upgrade.ended(), upgrade.said())
            operator.commit()
            operator.close()
            wait_for("end of the upgrade", upgrade.ended)
            test.assertEqual(upgrade.process.returncode, 0, upgrade.said())
            console.accept()
            test.assertGreater(syncd.report(description="Після оновлення"), 0)
            test.assertEqual(set(posts.end().statuses), {200})
            test.assertGreater(len(posts.statuses), 20)
            waits.end()
            test.assertGreater(waits.seen, 0, "nobody waited: there was nothing to see")
            test.assertLess(waits.longest, 2)
        finally:
            console.play.kill()
    os.environ["VARTA_SQLDIR"] = sql
    done = release.status(os.environ["PGDATABASE"])
    test.assertEqual(done.returncode, 0, done.stdout)
    test.assertEqual(reports.sql("select to_regprocedure('api.poll_refusals(text)') is null, to_regprocedure('api.colour(bigint)') is not null,"
                                 " to_regprocedure('api.accept(bigint, integer)') is null"), [(True, True, True)])
    print(f"{len(posts.statuses)} reports, longest wait {waits.longest:.2f} s, {upgrade.said().count('trying again')} tries more")
