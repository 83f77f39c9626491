"""Submissions over HTTP, 64 connections that each wait for their acknowledgement, beside pgbench with 64
clients that call the import function for one submission each. They take turns in one database, which is as
careful as in production: what is acknowledged is on the disk.
"""
import json
import os
import subprocess

import psycopg2

import database as db
from syncd import Syncd

CLIENTS, SECONDS, WARM, ROUNDS = 64, 10, 10, 2
HERE = os.path.dirname(os.path.abspath(__file__))
PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"
CAREFUL = ("fsync", "full_page_writes")
TEXT = "Яма на дорозі\r\n\r\n" + "Глибока яма " * 6


def set_careful(value):
    for setting in CAREFUL:
        db.psql("postgres", "-c", f"alter system {f'set {setting} = {value}' if value else f'reset {setting}'}")
    db.psql("postgres", "-c", "select pg_reload_conf()", stdout=subprocess.DEVNULL)


def by_http(syncd, first):
    """Acknowledged a second, ms at the median and for 99 of 100; a failure raises."""
    command = ["wrk", "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", f"{HERE}/post.lua",
               f"http://127.0.0.1:{syncd.port}"]
    done = subprocess.run(command, env=dict(os.environ, FIRST=str(first)), check=True, capture_output=True, text=True)
    requests, duration, errors, median, p99 = done.stdout.partition("RESULT ")[2].split()
    if int(errors):
        raise RuntimeError(done.stdout)
    return int(requests) / int(duration) * 1e6, float(median), float(p99)


def script(source, scratch):
    """What a client of pgbench does: the item as the daemon writes it, with a number that is new."""
    raw = "service_code=road&description=" + "%D0%AF" * 150
    item = json.dumps([{"n": 0, "external_id": "@", "service_code": "road", "lat": 50.46, "long": 30.5, "description": TEXT,
                        "email": "mail@example.org", "first_name": "Олена", "last_name": "Приклад", "attributes": {},
                        "raw": raw, "content_type": "application/x-www-form-urlencoded"}], ensure_ascii=False)
    path = f"{scratch}/import.sql"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\\set n random(1, 9000000000000000)\n"
                   f"select * from sync.import({source}, replace($json${item}$json$, '@', 'b' || :n)::jsonb);\n")
    return path


def by_pgbench(path):
    """Calls a second, once every session has made its plans."""
    command = [PGBENCH, "-n", "-M", "prepared", "-U", "t_syncd", "-c", str(CLIENTS), "-j", "2", "-T", str(WARM + SECONDS), "-P", "1",
               "-f", path, os.environ["PGDATABASE"]]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rates = [float(line.split()[3]) for line in done.stderr.splitlines() if line.startswith("progress:")]
    return sum(rates[WARM:]) / len(rates[WARM:])


def peak_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def stored(prefix):
    with psycopg2.connect("") as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from varta.submission where external_id ~ %s", (prefix,))
        return cursor.fetchone()[0]


def measure(syncd, path):
    """Both, several times; the daemon's figures and pgbench's rate."""
    http, calls = [], []
    for n in range(ROUNDS):
        http.append(by_http(syncd, n * 1_000_000_000))
        calls.append(by_pgbench(path))
    acknowledged = sum(rate for rate, _, _ in http) * SECONDS
    there = stored("^[0-9]")
    if there < acknowledged * 0.99:
        raise RuntimeError(f"{acknowledged:.0f} acknowledged, {there} there")
    return [sum(column) / ROUNDS for column in zip(*http)], sum(calls) / ROUNDS


def run(figures, build, scratch):
    db.create("bench_posts", "template_bench")
    os.environ["PGDATABASE"] = "bench_posts"
    set_careful("on")
    try:
        with psycopg2.connect("") as connection, connection.cursor() as cursor:
            cursor.execute("select id from varta.source where code = 'kyiv-site'")
            path = script(cursor.fetchone()[0], scratch)
        with Syncd(build=build) as syncd:
            before = peak_mb(syncd.process.pid)
            (rate, median, p99), calls = measure(syncd, path)
            memory = peak_mb(syncd.process.pid)
    finally:
        set_careful("")
    db.drop("bench_posts")
    figures.add("sync.post_per_s", rate, "1/s", "", f"acknowledged, {CLIENTS} connections; pgbench calling sync.import with {CLIENTS} clients: {calls:.0f}")
    figures.add("sync.post_vs_pgbench", rate / calls, "ratio", ">=2", "pgbench, one submission a call, same database")
    figures.add("sync.post_p50", median, "ms", "", "until the acknowledgement")
    figures.add("sync.post_p99", p99, "ms", "", "until the acknowledgement")
    figures.add("sync.memory", memory, "MB", "", f"the daemon's peak; {before:.1f} before the first POST")
