"""A register of 75,131 houses in which a thousand lines were spoilt, in every way that a line can be: each is told with its number and its
reason, what was refused before is refused still, and all others are stored."""
import collections
import csv
import gzip
import json
import random
import re
import tempfile
import time

import ctl
from gazetteer import HOUSES, make
from reports import sql

NEEDS = [HOUSES]
FAULTS = 1000
STREET, HOUSE, LAT, LON = 1, 2, 4, 5  # columns of the register


def put(column, value):
    """Spoils a line by a value in a column."""
    def spoil(fields):
        fields[column] = value
    return spoil


def swap(fields):
    fields[LAT], fields[LON] = fields[LON], fields[LAT]


def lose_point(fields):
    fields[LAT] = fields[LON] = b""


WAYS = (  # how a line is spoilt, what is said of it
    (put(STREET, b""), "the street is missing"),
    (put(STREET, "№ — …".encode()), '"№ — …" is no name of a street'),
    (put(HOUSE, b""), "the number of the house is missing"),
    (put(HOUSE, "без номера".encode()), '"без номера" is no number of a house'),
    (put(HOUSE, b"0"), '"0" is no number of a house'),
    (lose_point, "it has no point"),
    (put(LAT, "п’ятдесят".encode()), '"п’ятдесят '),
    (put(LON, b""), "are not degrees"),
    (put(LAT, b"90.001"), "coordinates are not degrees of longitude and latitude"),
    (put(LON, b"NaN"), 'NaN" are not degrees'),
    (swap, "it is far from the city"),
    (put(STREET, b"\xc2\xf3\xeb. \xd1\xf3\xec\xf1\xfc\xea\xe0"), "it is not valid UTF-8"),
    (put(HOUSE, b"1\x000"), "it has a zero byte"),
    (lambda fields: fields.append(b"more"), "it has more fields than the header"),
    (put(STREET, "Довга".encode() * 1000), "is no name of a street"),
    (put(HOUSE, b"1" + b"/1" * 5000), "is no number of a house"),
)


def spoilt(shared, path):
    """Writes the file; returns {line: what has to be said}."""
    with gzip.open(f"{shared}/{HOUSES}") as file:
        lines = file.read().splitlines()
    chosen = random.Random(75131).sample(range(1, len(lines)), FAULTS)
    expected = {}
    for n, at in enumerate(chosen):
        spoil, reason = WAYS[n % len(WAYS)]
        fields = lines[at].split(b"\t")
        spoil(fields)
        lines[at] = b"\t".join(fields)
        expected[at + 1] = reason
    with open(path, "wb") as file:
        file.write(b"\n".join(lines) + b"\n")
    return expected


def take(path):
    """Seconds, {line: reason}, how many rows were stored."""
    begin = time.monotonic()
    done = ctl.run("streets", "import", "kharkiv", path, "--source", "register")
    seconds = time.monotonic() - begin
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr[-2000:])
    told = collections.OrderedDict((int(m[1]), m[2]) for m in re.finditer(rf"^vartactl: {re.escape(path)}:(\d+): (.*)$", done.stderr, re.M))
    return seconds, told, int(done.stdout.split("\n")[1].split()[0])


def run(figures, shared):
    make("kharkiv", "Харків")
    box = {"type": "Polygon", "coordinates": [[[36.0, 49.85], [36.5, 49.85], [36.5, 50.15], [36.0, 50.15], [36.0, 49.85]]]}
    path = f"{tempfile.gettempdir()}/city.geojson"
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "city", "name": "Харків"}, "geometry": box}]}, file)
    ctl.must("district", "import", "kharkiv", path)
    path = f"{tempfile.gettempdir()}/spoilt.tsv"
    expected = spoilt(shared, path)
    with gzip.open(f"{shared}/{HOUSES}", "rt", encoding="utf-8", newline="") as file:
        odd = {n for n, row in enumerate(csv.DictReader(file, delimiter="\t"), 2) if not re.match(r"\d+[а-яіїєґ]?([/-]\d+[а-яіїєґ]?)?$", row["house"].lower())}
    seconds, told, stored = take(path)
    wrong = [f"{line}: {told.get(line)} instead of {reason}" for line, reason in expected.items() if reason not in told.get(line, "")]
    others = set(told) - set(expected)
    for text in wrong[:20]:
        print(f"faulty: {text[:200]}")
    figures.add("address.faults_told", len(expected) - len(wrong), "lines", f"={FAULTS}", f"{len(WAYS)} kinds of faults, each line by its number and reason")
    figures.add("address.faults_beside", len(others - odd), "lines", "=0", f"refused besides, but for {len(others & odd)} of the register that are no numbers")
    figures.add("address.faults_seconds", seconds, "s", "<=20", f"{stored} houses added of 75131 rows, {sql('select count(*) from varta.house')[0][0]} stored")
