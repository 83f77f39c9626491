"""Addresses as people write them, against what they mean. Kharkiv's register of houses is asked as its hot line writes the streets, as
it is and with a typing error planted; the scored half of the streets was never looked at while the rules were made: what tunes them is
the other half (PART='tuned'). The other sets are scored apart."""
import collections
import json
import math
import random

from gazetteer import FOLDER, HOUSES, find, kharkiv, make, metres, session, table, take
from reports import sql

HOTLINE = f"{FOLDER}/kharkiv_hotline_to_register_streets.tsv"
STREETS = "data/streets/mykolaiv_streets.geojson"
RENAMED = "data/streets/dnipro_renamed_streets.tsv"
SHOPS = f"{FOLDER}/shops_kharkiv_address_latlon.tsv"
NEEDS = [HOUSES, HOTLINE, STREETS, RENAMED, SHOPS]
ASKED = 2000
LETTERS = "абвгдежзийклмнопрстуфхцчшюяіїє"


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


def lines_of(shared):
    """(name, [(long, lat), …]) of every line with a name."""
    with open(f"{shared}/{STREETS}", encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            name = feature["properties"].get("name:uk") or feature["properties"].get("name")
            shape = feature["geometry"]
            for line in shape["coordinates"] if shape["type"] == "MultiLineString" else [shape["coordinates"]]:
                if name:
                    yield name, line


def to_line(point, line):
    """Metres from (long, lat) to a line, on a plane that touches the Earth there (WGS 84: radii of curvature)."""
    phi = math.radians(point[1])
    w = 1 - 0.00669437999014 * math.sin(phi) ** 2
    ky = math.radians(1) * 6378137 * (1 - 0.00669437999014) / w ** 1.5
    kx = math.radians(1) * 6378137 / math.sqrt(w) * math.cos(phi)
    flat = [((x - point[0]) * kx, (y - point[1]) * ky) for x, y in line]
    best = math.inf
    for (ax, ay), (bx, by) in zip(flat, flat[1:]):
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = max(0.0, min(1.0, -(ax * dx + ay * dy) / length)) if length else 0.0
        best = min(best, math.hypot(ax + t * dx, ay + t * dy))
    return best


def nearest(figures, shared):
    """1,000 points against a computation that knows nothing of PostGIS: the street has to be the same one, but where two are equally near.
    Far from all streets the plane of the computation is some tenths of a metre in kilometres off, so streets are compared, not metres."""
    lines = list(lines_of(shared))
    xs = [x for _, line in lines for x, _ in line]
    ys = [y for _, line in lines for _, y in line]
    dice = random.Random(1789)
    differ, ties = 0, 0
    # a street has the name that its first line has: 'Гарнізонна вулиця' is 'вулиця Гарнізонна'
    same = dict(sql("select a.name, min(s.name) from varta.street_alias a join varta.street s on s.city_id = a.city_id and s.id = a.street_id"
                    " join varta.city c on c.id = s.city_id where c.code = 'mykolaiv' and a.use in ('name', 'other') group by a.name"))
    for _ in range(1000):
        point = dice.uniform(min(xs), max(xs)), dice.uniform(min(ys), max(ys))
        cursor = session().cursor()
        cursor.execute("select street from api.address_near('mykolaiv', %s, %s)", (point[1], point[0]))
        street = cursor.fetchone()[0]
        distances = collections.defaultdict(lambda: math.inf)
        for name, line in lines:
            name = same.get(name, name)
            distances[name] = min(distances[name], to_line(point, line))
        best = min(distances, key=distances.get)
        if street != best:
            tie = distances[street] - distances[best] <= 0.05
            ties += tie
            differ += not tie
            print(f"nearest: {point[1]:.6f} {point[0]:.6f}: {street} {distances[street]:.2f} m, {best} {distances[best]:.2f} m")
    figures.add("address.nearest_differs", differ, "points", "=0", f"1000 points, {len(lines)} lines; {ties} ties within 5 cm")


def old_names(figures, shared):
    """Every old name asked as it is written: a street that had that name has to be the first, or among those that had it."""
    names = collections.defaultdict(set)
    for street, old in sql("select s.name, a.name from varta.street_alias a join varta.street s on s.city_id = a.city_id and s.id = a.street_id"
                           " join varta.city c on c.id = s.city_id where c.code = 'mykolaiv' and a.use = 'old'"):
        names[old].add(street)
    found = sum(bool(rows) and rows[0][1] in streets for old, streets in names.items() for rows in [find("mykolaiv", old)[0]])
    figures.add("address.mykolaiv_old_names", 100.0 * found / len(names), "%", ">=90", f"{len(names)} old names, a street that had it first")


def renamed(figures, shared):
    rows = table(f"{shared}/{RENAMED}")
    wanted = collections.defaultdict(set)
    kinds = dict(sql("select word, kind from varta.place_kind"))
    for row in rows:
        wanted[f"{kinds.get(row['type'], '')} {row['old']}".strip()].add(f"{kinds.get(row['type'], '')} {row['new']}".strip())
    found = sum(bool(got) and got[0][1] in streets for old, streets in wanted.items() for got in [find("dnipro", old)[0]])
    figures.add("address.dnipro_renamed", 100.0 * found / len(wanted), "%", ">=90", f"{len(wanted)} old names, a street that had it first")


def shops(figures, shared):
    """Shops are written by others than the register is, some with names that streets have no more, and lie where another map puts them."""
    rows = table(f"{shared}/{SHOPS}")
    close, missed = 0, []
    for row in rows:
        found = find("kharkiv", row["address"])[0]
        good = bool(found) and found[0][2][0] is not None and metres(found[0][2], (float(row["lat"]), float(row["lon"]))) <= 150
        close += good
        if not good:
            missed.append((row["address"], found[0][1] if found else "nothing"))
    for address, got in missed[:: max(1, len(missed) // 25)]:
        print(f"shops: {address} -> {got}")
    figures.add("address.shops_kharkiv", 100.0 * close / len(rows), "%", "", f"{len(rows)} shops, the first within 150 m")


def run(figures, shared):
    seconds = kharkiv(shared)
    count = sql("select count(*) from varta.house")[0][0]
    figures.add("address.import_seconds", seconds, "s", "<=20", f"{count} houses stored of 75131 rows")
    for name, (places, times) in score(shared, "scored", ASKED).items():
        figures.add(f"address.{name}_first", share(places, 1), "%", ">=90", f"{len(places)} houses, the right one first")
        figures.add(f"address.{name}_five", share(places, 5), "%", ">=97", "among the first five")
        clock, processor = zip(*times)
        figures.add(f"address.{name}_p99", p99(clock), "ms", "<=15", f"median {sorted(clock)[len(clock) // 2]:.1f}; of the processor {p99(processor):.1f}")
    shops(figures, shared)
    make("mykolaiv", "Миколаїв")
    take("mykolaiv", f"{shared}/{STREETS}")
    nearest(figures, shared)
    old_names(figures, shared)
    make("dnipro", "Дніпро")
    take("dnipro", f"{shared}/{RENAMED}", "--kind", "streets", "--fields", "name=new,old=no_such,kind=type")
    take("dnipro", f"{shared}/{RENAMED}", "--kind", "renamings")
    renamed(figures, shared)
