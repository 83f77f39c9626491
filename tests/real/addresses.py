"""Addresses as people write them, against what they mean. Kharkiv's register of houses is asked as its hot line writes the streets, as
it is and with a typing error planted; the scored half of the streets was never looked at while the rules were made: what tunes them is
the other half (PART='tuned'). The other sets are scored apart."""
import collections
import csv
import functools
import gzip
import json
import math
import os
import random
import subprocess
import tempfile
import time

import psycopg2

import ctl
from reports import sql

FOLDER = "data/addresses"
HOUSES = f"{FOLDER}/kharkiv_addresses.tsv.gz"
HOTLINE = f"{FOLDER}/kharkiv_hotline_to_register_streets.tsv"
NEEDS = [HOUSES, HOTLINE]
ASKED = 2000
LETTERS = "абвгдежзийклмнопрстуфхцчшюяіїє"


def table(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def metres(a, b):
    """Between two (lat, long) that are not far from each other."""
    y = math.radians((a[0] + b[0]) / 2)
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(y)) * 111195


def planted(text, dice):
    """One typing error in a letter of the name, never in its kind."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 3 and i > 0 and word[:2].isalpha()] or [len(words) - 1]
    i = dice.choice(long)
    word = words[i]
    at = dice.randrange(len(word))
    kind = dice.randrange(4)
    if kind == 0 and at + 1 < len(word):
        word = word[:at] + word[at + 1] + word[at] + word[at + 2:]
    elif kind == 1:
        word = word[:at] + word[at + 1:]
    elif kind == 2:
        word = word[:at] + dice.choice(LETTERS) + word[at:]
    else:
        word = word[:at] + dice.choice(LETTERS) + word[at + 1:]
    words[i] = word
    return " ".join(words)


@functools.cache
def session():
    """One session, as an operator's is."""
    connection = psycopg2.connect("")
    connection.autocommit = True
    connection.cursor().execute("prepare find (text, text, integer) as select kind, address, lat, long, score, missed from api.address_find($1, $2, $3)")
    return connection


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


def questions(shared, part, n):
    """(text, text with an error, point) of houses whose street the hot line knows, of the streets of one half."""
    names = {row["register_id"]: row["hotline_name"] for row in table(f"{shared}/{HOTLINE}") if row["register_id"]}
    half = 1 if part == "scored" else 0
    houses = [row for row in table(f"{shared}/{HOUSES}") if row["street_id"] in names and int(row["street_id"]) % 2 == half]
    dice = random.Random(20261129 + half)
    for row in dice.sample(houses, n):
        name = names[row["street_id"]]
        yield f"{name}, {row['house']}", f"{planted(name, dice)}, {row['house']}", (float(row["lat"]), float(row["lon"]))


def place(found, point):
    """At which place the right house stands; None: not among them."""
    return next((i for i, (kind, _, at, *_) in enumerate(found) if kind == "house" and at[0] is not None and metres(at, point) < 1), None)


def score(shared, part, n, show=0):
    """{set: (first, among five, milliseconds)}; prints some of what went wrong."""
    sets = {"hotline": ([], []), "typo": ([], [])}
    for text, wrong, point in questions(shared, part, n):
        for name, asked in (("hotline", text), ("typo", wrong)):
            found, took = find("kharkiv", asked)
            at = place(found, point)
            sets[name][0].append(at)
            sets[name][1].append(took)
            if at != 0 and show > 0:
                show -= 1
                print(f"{name}: {asked} | {text} -> {at} {[(k, a, round(s, 2)) for k, a, _, s, _ in found[:3]]}")
    return sets


def share(places, within):
    return 100.0 * sum(at is not None and at < within for at in places) / len(places)


def p99(times):
    return sorted(times)[int(len(times) * 0.99)]


def run(figures, shared):
    seconds = kharkiv(shared)
    count = sql("select count(*) from varta.house")[0][0]
    figures.add("address.import_seconds", seconds, "s", "<=20", f"{count} houses stored of 75131 rows")
    for name, (places, times) in score(shared, "scored", ASKED).items():
        figures.add(f"address.{name}_first", share(places, 1), "%", ">=90", f"{len(places)} houses, the right one first")
        figures.add(f"address.{name}_five", share(places, 5), "%", ">=97", "among the first five")
        clock, processor = zip(*times)
        figures.add(f"address.{name}_p99", p99(clock), "ms", "<=15", f"median {sorted(clock)[len(clock) // 2]:.1f}; of the processor {p99(processor):.1f}")
