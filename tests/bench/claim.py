"""32 sessions at one city's queue: each claims the next request and answers it, and again, for a while. Each is a pgbench of its own, with the
login of its operator, prepared statements and no more work than pgbench has with the transaction that it is compared with.

Afterwards the database is asked: was a request claimed twice, is every answer that a session was told
of there, and does the history hold. An error of any session ends the run, but for deadlocks, which
are counted.
"""
import json
import os
import re
import subprocess

import psycopg2

SESSIONS, CITY, SOURCE = 32, "kyiv", "kyiv-site"
BATCH = 1_000
PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"
PAIR = """select id, version from api.claim_next() \\gset
select version from api.answer(:id, :version, 'Полагодимо') \\gset
"""


def ask(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def connect(user):
    connection = psycopg2.connect(f"user={user}")
    connection.set_client_encoding("UTF8")
    connection.autocommit = True
    return connection


def tps_of(said):
    found = re.search(r"tps = ([0-9.]+)", said)
    return float(found[1]) if found else 0


class Session:
    """One operator, who claims and answers for so many seconds."""

    def __init__(self, login, seconds, script):
        self.login = login
        self.process = subprocess.Popen([PGBENCH, "-n", "-M", "prepared", "-U", login, "-c", "1", "-T", str(seconds), "--max-tries", "100", "-f", script,
                                         os.environ["PGDATABASE"]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self):
        """answered: pairs that the database confirmed; per_s: as pgbench says, like that of the transaction compared with; deadlocks; error or None."""
        said, complaints = self.process.communicate()
        done = re.search(r"actually processed: (\d+)", said)
        again = re.search(r"total number of retries: (\d+)", said)
        self.answered = int(done[1]) if done else 0
        self.per_s = tps_of(said)
        self.deadlocks = int(again[1]) if again else 0
        failed = re.search(r"failed transactions: ([1-9]\d*)", said)
        self.error = complaints if self.process.returncode or not done or failed else None


def prepare(requests):
    """The operators, and so many requests for them, the only ones of the database of PGDATABASE; and the copies of tables for one_update_one_insert()."""
    admin = connect("postgres")
    for n in range(SESSIONS):
        ask(admin, "select api.operator_add(%s, %s, 'moderator', %s, true)", f"b_claim{n}", f"Модератор {n}", [CITY])
    source = ask(admin, "select id from varta.source where code = %s", SOURCE)[0][0]
    for first in range(0, requests, BATCH):
        ask(admin, "select count(*) from sync.import(%s, %s)", source, json.dumps([
            {"n": n, "external_id": f"claim-{n}", "service_code": "question", "description": f"Питання {n}", "raw": f"{n}"}
            for n in range(first, min(first + BATCH, requests))]))
    ask(admin, "create table public.plain_request (like varta.request including all); create table public.plain_event (like varta.event including all); "
               "insert into public.plain_request select * from varta.request; create sequence public.plain_event_id")
    ask(admin, "vacuum analyze public.plain_request")
    admin.close()


class Result:
    """Counts of a run; broken: why the history does not hold, or None."""

    def __init__(self, admin, sessions):
        answered = sum(session.answered for session in sessions)
        self.per_s = sum(session.per_s for session in sessions)
        self.deadlocks = sum(session.deadlocks for session in sessions)
        self.errors = [f"{session.login}: {session.error}" for session in sessions if session.error]
        self.claims = ask(admin, "select count(*) from varta.event where verb = 'claim'")[0][0]
        self.double = ask(admin, "select count(*) from (select from varta.event where verb = 'claim' group by request_id having count(*) > 1) x")[0][0]
        there = ask(admin, "select count(distinct r.id) from varta.request r join varta.response p on p.city_id = r.city_id and p.request_id = r.id "
                           "join varta.outbox o on o.city_id = r.city_id and o.request_id = r.id and o.response_id = p.id "
                           "where r.status = 3 and p.state = 4")[0][0]
        self.lost = max(answered - there, 0)
        self.broken = ask(admin, "select why from audit.verify(%s)", CITY)[0][0]


def play(seconds, scratch):
    """Runs it in what was prepared."""
    admin = connect("postgres")
    script = f"{scratch}/pair.sql"
    with open(script, "w", encoding="utf-8") as file:
        file.write(PAIR)
    sessions = [Session(f"b_claim{n}", seconds, script) for n in range(SESSIONS)]
    for session in sessions:
        session.end()
    result = Result(admin, sessions)
    admin.close()
    return result


def one_update_one_insert(seconds, scratch):
    """Transactions a second of pgbench with as many sessions: a request's row is updated and an event inserted, in copies of the
    tables with all their indexes, without a trigger, a check or a right."""
    admin = connect("postgres")
    city, low, high = ask(admin, "select city_id, min(id), max(id) from public.plain_request group by city_id order by count(*) desc limit 1")[0]
    path = f"{scratch}/plain.sql"
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"\\set id random({low}, {high})\nbegin;\n"
                   f"update public.plain_request set status = 1 + (status + 1) % 3, version = version + 1, updated_at = now() where city_id = {city} and id = :id;\n"
                   "insert into public.plain_event (city_id, id, request_id, at, who, origin, verb, after, salt, content_hash) values "
                   f"({city}, nextval('public.plain_event_id'), :id, now(), 'b_claim', 'local', 'claim', '{{\"status\": \"pending\"}}', gen_random_uuid(), sha256('x'));\n"
                   "commit;\n")
    done = subprocess.run([PGBENCH, "-n", "-M", "prepared", "-U", "postgres", "-c", str(SESSIONS), "-j", "2", "-T", str(seconds), "-f", path,
                           os.environ["PGDATABASE"]], check=True, capture_output=True, text=True)
    admin.close()
    return tps_of(done.stdout)


def run(figures, scratch, seconds=60):
    prepare(seconds * 1000)
    before = one_update_one_insert(seconds // 4, scratch)
    result = play(seconds, scratch)
    plain = (before + one_update_one_insert(seconds // 4, scratch)) / 2  # what else the machine does then, it does here and there
    if result.errors or result.broken:
        raise RuntimeError("\n".join(result.errors + [f"history: {result.broken}"]))
    figures.add("sql.claim_per_s", result.per_s, "1/s", "", f"claimed and answered, {SESSIONS} sessions, one city, {seconds} s")
    figures.add("sql.claim_vs_pgbench", result.per_s / plain, "ratio", ">=0.5", f"pgbench -c {SESSIONS}: {plain:.0f} times a second one row updated, one event inserted")
    figures.add("sql.claim_double", result.double, "", "=0", f"{result.claims} claims")
    figures.add("sql.claim_lost", result.lost, "", "=0", "answers confirmed, but not there")
    figures.add("sql.claim_deadlocks", result.deadlocks, "", "=0")
