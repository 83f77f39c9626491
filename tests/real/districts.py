"""Real points in real districts: every point of points_with_district.csv, whose districts were computed
by another program, is imported into each city, and has to get that district, or none."""
import collections
import csv
import json

from cities import CITIES
from reports import sql

POINTS = "data/geo/points_with_district.csv"
NEEDS = [POINTS]
BATCH = 500


def read_points(shared):
    """id → (lat, long, set of 'city:district')."""
    with open(f"{shared}/{POINTS}", encoding="utf-8", newline="") as file:
        return {row["id"]: (row["lat"], row["long"], set(row["districts"].split("|"))) for row in csv.DictReader(file)}


def import_points(city, points):
    """Through the function that the daemon calls, as it calls it."""
    source = sql("select id from varta.source where code = %s", f"{city}-site")[0][0]
    items = [{"n": n, "external_id": key, "service_code": "road", "lat": float(lat), "long": float(lon),
              "description": "", "raw": key} for n, (key, (lat, lon, _)) in enumerate(points.items())]
    for start in range(0, len(items), BATCH):
        outcomes = sql("select outcome from sync.import(%s, %s)", source, json.dumps(items[start:start + BATCH]))
        assert {outcome for outcome, in outcomes} == {"stored"}, outcomes


def districts_of(city):
    """external id → (label or None, area)."""
    rows = sql("select s.external_id, d.name, r.area from varta.request r join varta.city c on c.id = r.city_id"
                   " join varta.submission s on s.city_id = r.city_id and s.id = r.submission_id left join varta.district d"
                   " on d.city_id = r.city_id and d.id = r.district_id where c.code = %s", city)
    return {key: (f"{city}:{name}" if name else None, area) for key, name, area in rows}


def compare(city, points, figures):
    found = districts_of(city)
    counts = collections.Counter()
    for key, (lat, lon, labels) in points.items():
        expected = {label for label in labels if label.startswith(f"{city}:")}
        label, area = found[key]
        counts["points"] += 1 if expected else 0
        # every point of the file is in some city that is known here
        right = area == 0 and label in expected if expected else area == 1 and label is None
        if not right:
            counts["inside" if expected else "outside"] += 1
            print(f"differs: {key} at {lat} {lon}: {label}, area {area}; the file says {', '.join(sorted(labels))}")
    figures.add(f"real.{city}_district_differs", counts["inside"], "points", "=0", f"{counts['points']} points of the file")
    figures.add(f"real.{city}_outside_differs", counts["outside"], "points", "=0",
                f"{len(points) - counts['points']} points of other cities")


def run(figures, shared):
    points = read_points(shared)
    for city in CITIES:
        import_points(city, points)
        compare(city, points, figures)
