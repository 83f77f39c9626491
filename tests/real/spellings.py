"""Places as courts, shops and business systems write them, each set with its own figure. Nobody has said what most of them mean, so each
is judged by something that the search does not know: in which district the court sits, where the shop was put on another map, what a
reader of the text has labelled as its street and house. The kinds of failure are counted, and the commonest printed with examples."""
import collections
import csv
import json
import re
import tempfile

from gazetteer import FOLDER, find, kharkiv, make, metres, table, take, HOUSES
from reports import sql

COURTS = f"{FOLDER}/kyiv_street_spellings_courts.tsv"
REGISTER, CODES, HOUSES_OF_KYIV = "data/kyiv/streets_registry_2020.jsonl", "data/kyiv/street_codes.json", "data/kyiv/osm_addresses.tsv"
LABELLED = f"{FOLDER}/uaddress_labelled.jsonl"
RAW = f"{FOLDER}/raw_addresses_ua.txt"
SHOPS = f"{FOLDER}/shops_lviv_address_latlon.tsv"
NEEDS = [COURTS, REGISTER, CODES, HOUSES_OF_KYIV, LABELLED, RAW, SHOPS, HOUSES]
KINDS = ("вулиця", "провулок", "площа", "лінія", "проспект", "бульвар", "узвіз", "проїзд", "шосе", "дорога", "алея", "набережна", "тупик", "майдан")
# courts are named by another romanization than the register's districts
SEATS = {"Desnianskyi": "Desnyanskyi", "Golosiivskyi": "Holosiivskyi", "Solomianskyi": "Solomyanskyi", "Sviatoshynskyi": "Svyatoshynskyi"}
EXAMPLES = 12  # of each kind of failure
SURE = 0.8     # the score from which a request gets its street by itself


class Scored:
    """What became of a set: how many were right, and what went wrong with the others."""

    def __init__(self, name):
        self.name, self.right, self.failed = name, 0, collections.defaultdict(list)

    def add(self, failure, asked, found):
        """failure: None where it was right, else which kind."""
        if failure is None:
            self.right += 1
        else:
            self.failed[failure].append((asked, found[0] if found else None))

    @property
    def asked(self):
        return self.right + sum(map(len, self.failed.values()))

    def share(self):
        return 100.0 * self.right / self.asked

    def kinds(self):
        return ", ".join(f"{kind} {len(rows)}" for kind, rows in sorted(self.failed.items(), key=lambda item: -len(item[1])))

    def tell(self):
        for kind, rows in sorted(self.failed.items(), key=lambda item: -len(item[1])):
            print(f"{self.name}: {kind}: {len(rows)}")
            for asked, got in rows[:: max(1, len(rows) // EXAMPLES)][:EXAMPLES]:
                print(f"    {asked} -> {f'{got[1]} {got[3]:.2f} [{got[4]}]' if got else 'nothing'}")

    def figure(self, figures, aim, what):
        self.tell()
        figures.add(f"address.{self.name}", self.share(), "%", aim, f"{self.asked} {what}; else: {self.kinds()}")


def written(name, header, rows):
    """Rows as a file of a table; returns its path."""
    path = f"{tempfile.gettempdir()}/{name}.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def certain(found):
    """Why the first candidate is nothing to go by; None: it is."""
    if not found:
        return "nothing found"
    if found[0][3] < SURE:
        return "not certain"
    return "a word not understood" if found[0][4] else None


def kyiv(shared):
    """Kyiv's register and what else has houses there; returns {name: districts}."""
    with open(f"{shared}/{REGISTER}", encoding="utf-8") as file:
        streets = [json.loads(line) for line in file]
    with open(f"{shared}/{CODES}", encoding="utf-8") as file:
        flags = json.load(file)["district_flags"]
    districts, rows = collections.defaultdict(set), []
    for s in streets:
        kind = KINDS[s["type"]]
        old = f"{KINDS[s['oldType']]} {s['oldFullTitle']}" if s["oldFullTitle"] else ""
        rows.append((kind, s["fullTitle"], old, s["uniqueDigitalCode"]))
        districts[f"{kind} {s['fullTitle']}"] |= {name for name, bit in flags.items() if s["districtsFlags"] & bit}
    take("kyiv", written("register", ("kind", "name", "old", "street_id"), rows), "--kind", "streets")
    take("kyiv", written("osm", ("name", "kind"), sorted({(row["street"], "") for row in table(f"{shared}/{HOUSES_OF_KYIV}")})), "--kind", "streets")
    return districts


def courts(figures, shared):
    """A street that was found has to lie in the district of the court, where the register says in which it lies; most rulings are about it."""
    districts = kyiv(shared)
    found_at, lies = Scored("courts_kyiv_found"), Scored("courts_kyiv_district")
    for row in table(f"{shared}/{COURTS}"):
        asked, found = row["street_as_written"], find("kyiv", row["street_as_written"])[0]
        failure = certain(found)
        found_at.add(failure, asked, found)
        known = not failure and districts.get(found[0][1])
        # a spelling that several courts have says nothing about one
        if known and row["other_districts"] == "0" and int(row["count"]) > 2:
            seat = SEATS.get(row["court_district"], row["court_district"])
            lies.add(None if seat in known else "elsewhere", f"{asked} ({seat})", found)
    found_at.figure(figures, ">=65", "spellings of streets in rulings, the first candidate certain and wholly understood")
    lies.figure(figures, ">=90", "of them that one court only wrote, more than twice: the street lies in its district")


def stems(names):
    """What a name is compared by: its kind and its words' stems, as the gazetteer has them."""
    return {name: (kind, words) for name, kind, words in sql(
        "select n, (varta.place_name(n)).kind, (varta.place_name(n)).words from unnest(%s) n", list(names))}


def labelled_rows(shared):
    """(text, street with its kind, house) of the texts in which both are labelled."""
    with open(f"{shared}/{LABELLED}", encoding="utf-8") as file:
        for line in file:
            row, parts = json.loads(line), collections.defaultdict(list)
            for label, word in row["tokens"]:
                parts[label].append(word)
            if parts["Street"] and len(parts["HouseNumber"]) == 1:
                yield row["text"], " ".join(parts["StreetType"][:1] + parts["Street"]), re.sub(r"^\D+", "", parts["HouseNumber"][0])


def labelled(figures, shared):
    """Of all streets and houses that are labelled in these texts, each text has to find its own, behind region, town and flat."""
    make("labelled", "Розмічені")
    rows = list(labelled_rows(shared))
    at = {key: (46 + n * 0.01, 30.0) for n, key in enumerate(sorted({(street, house) for _, street, house in rows}))}
    take("labelled", written("labelled", ("street", "number", "lat", "lon"), [(*key, *point) for key, point in at.items()]))
    names = stems({street for _, street, _ in rows} | {name for name, in sql("select s.name from varta.street s join varta.city c on c.id = s.city_id where c.code = 'labelled'")})
    street_of, house_of = Scored("labelled_street"), Scored("labelled_house")
    for text, street, house in rows:
        found = find("labelled", text)[0]
        same = bool(found) and names[found[0][1].rsplit(",", 1)[0] if found[0][0] != "street" else found[0][1]][1] == names[street][1]
        street_of.add(None if same else "another street" if found else "nothing found", f"{text} | {street}, {house}", found)
        if same:
            right = found[0][0] == "house" and metres(found[0][2], at[street, house]) < 1
            house_of.add(None if right else f"a {found[0][0]}", f"{text} | {street}, {house}", found)
    street_of.figure(figures, ">=90", "texts, the labelled street first")
    house_of.figure(figures, ">=93", "of them with the labelled house")


def raw(figures, shared):
    """Texts that name Kyiv or Kharkiv: the street is to be certain, and in Kharkiv the house; what the text says of a name is compared by letters."""
    figures.add("address.import_beside_seconds", kharkiv(shared), "s", "<=20", "75131 rows into a database that knew other cities and not this one")
    with open(f"{shared}/{RAW}", encoding="utf-8") as file:
        lines = [re.sub(r"(?i)\b(кв\.? ?)N\b", r"\g<1>1", line) for line in file.read().splitlines()]  # numbers of flats are masked
    for city, name in (("kyiv", "київ"), ("kharkiv", "харків")):
        scored = Scored(f"raw_{city}")
        for text in lines:
            if re.search(rf"\b{name}\b", text.lower()):
                found = find(city, text)[0]
                scored.add("nothing found" if not found else "not certain" if found[0][3] < SURE else None, text, found)
        scored.figure(figures, ">=65", "texts as typed, a street certain")


def lviv(figures, shared):
    """Every other shop makes the register; the rest are asked, on streets that it has: near the number, or in the middle of the street."""
    make("lviv", "Львів")
    rows = [(re.fullmatch(r"(?:.*?, )?([^,]+), ?(\d[^,]*), [^,]*", row["address"]), row) for row in table(f"{shared}/{SHOPS}")]
    rows = [(match[1], match[2], row) for match, row in rows if match]
    register = rows[::2]
    take("lviv", written("lviv", ("street", "number", "lat", "lon"), [(street, number, row["lat"], row["lon"]) for street, number, row in register]))
    streets = {street for street, _, _ in register}
    scored = Scored("shops_lviv")
    for street, _, row in rows[1::2]:
        if street in streets:
            found = find("lviv", row["address"])[0]
            there = bool(found) and found[0][2][0] is not None and metres(found[0][2], (float(row["lat"]), float(row["lon"]))) <= 250
            scored.add(None if there else f"a {found[0][0]} elsewhere" if found else "nothing found", f"{row['address']} | {row['lat']} {row['lon']}", found)
    scored.figure(figures, ">=80", "shops on known streets, the first within 250 m")


def run(figures, shared):
    courts(figures, shared)
    labelled(figures, shared)
    raw(figures, shared)
    lviv(figures, shared)
