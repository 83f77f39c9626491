"""32 sessions at one city's queue: each claims the next request and answers it, and again, for a while.

Afterwards the database is asked: was a request claimed twice, is every answer that a session was told
of there, and does the history hold. An error of any session ends the run, but for deadlocks, which
are counted.
"""
import json
import os
import re
import subprocess
import threading
import time

import psycopg2

SESSIONS, CITY, SOURCE = 32, "kyiv", "kyiv-site"
BATCH = 1_000
PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"


def ask(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def connect(user):
    connection = psycopg2.connect(f"user={user}")
    connection.set_client_encoding("UTF8")
    connection.autocommit = True
    return connection


class Session(threading.Thread):
    """One operator. claimed: numbers; answered: pairs of number and text that the database confirmed."""

    def __init__(self, login, start, seconds):
        super().__init__(daemon=True)
        self.login, self.ready, self.seconds = login, start, seconds
        self.connection = connect(login)
        self.claimed, self.answered, self.deadlocks, self.error = [], [], 0, None
        self.start()

    def run(self):
        try:
            self.ready.wait()
            end = time.monotonic() + self.seconds
            while time.monotonic() < end and self.step():
                pass
        except psycopg2.Error as error:
            self.error = error
        finally:
            self.connection.close()

    def step(self):
        """Claims and answers one request; false where none is left."""
        try:
            request, version = ask(self.connection, "select id, version from api.claim_next()")[0]
            if request is None:
                return False
            self.claimed.append(request)
            text = f"{self.login} {len(self.claimed)}"
            version = ask(self.connection, "select version from api.draft(%s, %s, %s, true)", request, version, text)[0][0]
            ask(self.connection, "select version from api.publish(%s, %s)", request, version)
            self.answered.append((request, text))
        except psycopg2.errors.DeadlockDetected:
            self.deadlocks += 1
        return True


def prepare(admin, requests):
    """The operators, and so many requests for them."""
    for n in range(SESSIONS):
        ask(admin, "select api.operator_add(%s, %s, 'moderator', %s, true)", f"b_claim{n}", f"Модератор {n}", [CITY])
    source = ask(admin, "select id from varta.source where code = %s", SOURCE)[0][0]
    for first in range(0, requests, BATCH):
        ask(admin, "select count(*) from sync.import(%s, %s)", source, json.dumps([
            {"n": n, "external_id": f"claim-{n}", "service_code": "question", "description": f"Питання {n}", "raw": f"{n}"}
            for n in range(first, min(first + BATCH, requests))]))


class Result:
    """Counts of a run; broken: why the history does not hold, or None."""

    def __init__(self, admin, sessions, took):
        claimed = [request for session in sessions for request in session.claimed]
        answered = [pair for session in sessions for pair in session.answered]
        self.claims, self.per_s = len(claimed), len(answered) / took
        self.deadlocks = sum(session.deadlocks for session in sessions)
        self.errors = [f"{session.login}: {session.error}" for session in sessions if session.error]
        twice = ask(admin, "select count(*) from (select from varta.event where verb = 'claim' group by request_id having count(*) > 1) x")
        self.double = max(len(claimed) - len(set(claimed)), twice[0][0])
        there = set(ask(admin, "select r.id, p.body from varta.request r join varta.response p on p.city_id = r.city_id and p.request_id = r.id "
                               "join varta.outbox o on o.city_id = r.city_id and o.request_id = r.id and o.response_id = p.id "
                               "where r.status = 3 and p.state = 4"))
        self.lost = len(set(answered) - there)
        self.broken = ask(admin, "select why from audit.verify(%s)", CITY)[0][0]


def play(seconds, requests):
    """Runs it in the database of PGDATABASE, whose only requests are its own."""
    admin = connect("postgres")
    prepare(admin, requests)
    ready = threading.Event()
    sessions = [Session(f"b_claim{n}", ready, seconds) for n in range(SESSIONS)]
    begin = time.monotonic()
    ready.set()
    for session in sessions:
        session.join(seconds + 60)
    took = time.monotonic() - begin
    result = Result(admin, sessions, took)
    admin.close()
    return result


def one_update_one_insert(seconds, scratch):
    """Transactions a second of pgbench with as many sessions: a request's row is updated and an event inserted, in copies of the
    tables with all their indexes, without a trigger, a check or a right."""
    admin = connect("postgres")
    ask(admin, "create table public.plain_request (like varta.request including all); create table public.plain_event (like varta.event including all); "
               "insert into public.plain_request select * from varta.request; create sequence public.plain_event_id")
    ask(admin, "vacuum analyze public.plain_request")
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
    return float(re.search(r"tps = ([0-9.]+)", done.stdout)[1])


def run(figures, scratch, seconds=60):
    result = play(seconds, seconds * 1000)
    if result.errors or result.broken:
        raise RuntimeError("\n".join(result.errors + [f"history: {result.broken}"]))
    figures.add("sql.claim_per_s", result.per_s, "1/s", "", f"claimed and answered, {SESSIONS} sessions, one city, {seconds} s")
    plain = one_update_one_insert(seconds // 3, scratch)
    figures.add("sql.claim_vs_pgbench", result.per_s / plain, "ratio", ">=0.5", f"pgbench -c {SESSIONS}: {plain:.0f} times a second one row updated, one event inserted")
    figures.add("sql.claim_double", result.double, "", "=0", f"{result.claims} claims")
    figures.add("sql.claim_lost", result.lost, "", "=0", "answers confirmed, but not there")
    figures.add("sql.claim_deadlocks", result.deadlocks, "", "=0")
