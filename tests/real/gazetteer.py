"""A city's gazetteer, filled as an administrator fills it and asked as an operator asks it."""
import csv
import functools
import gzip
import math
import os
import tempfile
import time

import psycopg2

import ctl
from reports import sql

FOLDER = "data/addresses"
HOUSES = f"{FOLDER}/kharkiv_addresses.tsv.gz"


def table(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def metres(a, b):
    """Between two (lat, long) that are not far from each other."""
    y = math.radians((a[0] + b[0]) / 2)
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(y)) * 111195


@functools.cache
def session_of(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    connection.cursor().execute("prepare find (text, text, integer) as select kind, address, lat, long, score, missed from api.address_find($1, $2, $3)")
    return connection


def session():
    """One session of the present database, as an operator's is."""
    return session_of(os.environ["PGDATABASE"])


def processor_time():
    """Milliseconds of processor that the session's backend has had: what a busy machine does not change."""
    with open(f"/proc/{session().info.backend_pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e6


def find(city, text, limit=5):
    """[(kind, address, (lat, long), score, missed)] and how many milliseconds it took, by the clock and of the processor."""
    cursor = session().cursor()
    before, begin = processor_time(), time.perf_counter()
    cursor.execute("execute find (%s, %s, %s)", (city, text, limit))
    rows = cursor.fetchall()
    took = ((time.perf_counter() - begin) * 1000, processor_time() - before)
    return [(kind, address, (lat, long), score, missed) for kind, address, lat, long, score, missed in rows], took


def take(city, path, *more):
    """Imports a file, as an administrator does; returns the seconds."""
    begin = time.monotonic()
    done = ctl.run("streets", "import", city, path, "--source", os.path.basename(path), *more)
    assert done.returncode in (0, 1) and "added" in done.stdout, done.stderr[-2000:]
    return time.monotonic() - begin


def make(code, name):
    sql("select api.city_add(%s, %s, %s)", code, name, code.title())


def kharkiv(shared):
    make("kharkiv", "Харків")
    path = f"{tempfile.gettempdir()}/kharkiv.tsv"
    with gzip.open(f"{shared}/{HOUSES}") as packed, open(path, "wb") as file:
        file.write(packed.read())
    return take("kharkiv", path)
