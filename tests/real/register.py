"""Real registers: works that a council ordered (Kropyvnytskyi, trees, 641 of them hiding signs and lights), and reports of road
defects that were sent to the traffic police (ukryama), taken in as orders by 'vartactl order import'. What the figures of orders
say has to equal a count from the files; what is read twice is there once."""
import calendar
import collections
import csv
import json
import statistics
import tempfile
import time

import ctl
from reports import sql

TREES = "data/orders/kropyvnytskyi_tree_orders.jsonl"
HOLES, EVENTS = "data/ukryama/holes_2011_2013.jsonl", "data/ukryama/events.jsonl"
NEEDS = [TREES, HOLES, EVENTS]
COLUMNS = ["number", "issued", "due", "done", "institution", "object", "what", "place", "latitude", "longitude", "state"]
DONE = {"Замовлення виконано підрядником": "verified-done", "Надано замовлення підряднику": "accepted"}
UNDATED = "2018-01-01"  # 1,092 works have no day of the order


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def table(columns, rows):
    file = tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="", delete=False)
    with file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return file.name


def taken_in(city, institutions, rows):
    """How many orders there are then; the second time none is added."""
    ctl.must("institution", "import", city, table(["code", "name"], [{"code": code, "name": name} for code, name in institutions.items()]))
    path = table(COLUMNS, rows)
    ctl.must("order", "import", city, "traffic_unit", path)
    ctl.must("order", "import", city, "traffic_unit", path)
    return sql("select count(*) from varta.orders o join varta.city c on c.id = o.city_id where c.code = %s", city)[0][0]


def figures_of(city, by):
    login = f"r_{city}"
    if not sql("select 1 from varta.operator where login = %s", login):
        sql("select api.operator_add(%s, 'Офіцер', 'traffic', array[%s], true)", login, city)
    names = "code, issued, open, in_time, late, median_days"
    rows = sql(f"select {names} from api.order_statistics(%s, '2009-01-01', '2026-12-31', %s)", city, by, user=login)
    return {row[0]: tuple(row[1:]) for row in rows}


def trees(figures, shared):
    works = lines(f"{shared}/{TREES}")
    codes = {}
    rows = []
    for n, work in enumerate(works):
        codes.setdefault(work["orderContractorLegalName"], f"c{len(codes) + 1}")
        issued = (work.get("orderDate") or UNDATED)[:10]
        state = DONE.get(work.get("status"), "issued")
        rows.append({"number": f"{work.get('orderIdentifier', 'б/н')[:60]} · {n + 1}", "issued": issued, "institution": codes[work["orderContractorLegalName"]], "object": "screen",
                     "what": f"{work.get('itemSpecies', 'дерево')}: {'обрізати' if work['work'] == 'trim' else 'видалити'}", "place": work.get("streetAddress") or "—",
                     "latitude": work.get("latitude", "").replace(" ", ""), "longitude": work.get("longitude", "").replace(" ", ""), "state": state, "done": issued if state == "verified-done" else "", "due": ""})
    # five have a blank within a number, which the import refuses; here it is taken out
    figures.add("orders.council", taken_in("kropyvnytskyi", {code: name for name, code in codes.items()}, rows), "rows", f"={len(works)}")
    counted = collections.Counter((row["institution"], row["state"]) for row in rows)
    found = collections.Counter({(i, s): n for i, s, n in sql(
        "select i.code, s.code, count(*)::integer from varta.orders o join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id"
        " join varta.order_state s on s.id = o.state join varta.city c on c.id = o.city_id where c.code = 'kropyvnytskyi' group by 1, 2")})
    told = figures_of("kropyvnytskyi", "institution")
    by_contractor = collections.Counter(row["institution"] for row in rows)
    open_ones = collections.Counter(row["institution"] for row in rows if row["state"] != "verified-done")
    wrong = sum(1 for code in codes.values() if told[code][:2] != (by_contractor[code], open_ones[code]))
    figures.add("orders.council_states_differ", sum(((counted - found) + (found - counted)).values()), "rows", "=0", "by contractor and state")
    figures.add("orders.council_figures_differ", wrong + (set(told) != set(codes.values())), "contractors", "=0", f"{len(codes)} contractors")


def holes(figures, shared):
    places = {hole["id"]: hole for hole in lines(f"{shared}/{HOLES}")}
    events = lines(f"{shared}/{EVENTS}")
    fixed = {event["hole_id"]: event["at"] for event in events if event["event"] == "fixed"}
    rows, waited, months = [], collections.defaultdict(list), collections.Counter()
    for n, event in enumerate(e for e in events if e["event"] == "sent_to_gibdd"):
        hole, office = places[event["hole_id"]], f"office{event['office_id']}"
        done = fixed.get(event["hole_id"], "")
        done = done if done >= event["at"] else ""
        rows.append({"number": f"{event['hole_id']} · {n + 1}", "issued": event["at"], "institution": office, "object": "surface", "what": hole["type_name"],
                     "place": hole["address"] or "—", "latitude": hole["lat"] or "", "longitude": hole["long"] or "", "done": done, "state": "verified-done" if done else "issued", "due": ""})
        waited[office].append((moment(done) - moment(event["at"])) / 86400 if done else None)
        months[event["at"][:7]] += 1
    offices = {code: f"УДАІ {code}" for code in waited}
    figures.add("orders.ukryama", taken_in("kyiv", offices, rows), "rows", f"={len(rows)}")
    told = figures_of("kyiv", "institution")
    wrong = 0
    for office, days in waited.items():
        done = [d for d in days if d is not None]
        median = round(statistics.median(done), 1) if done else None
        issued, left, in_time, late, said = told[office]
        wrong += (issued, left, in_time + late) != (len(days), len(days) - len(done), len(done)) or (said is None) != (median is None) or (said is not None and abs(float(said) - median) > 0.051)
    figures.add("orders.ukryama_offices_differ", wrong, "offices", "=0", f"{len(offices)} offices")
    by_month = figures_of("kyiv", "month")
    local = collections.Counter(month for month, in sql("select to_char(issued_at at time zone 'UTC', 'YYYY-MM') from varta.orders o join varta.city c on c.id = o.city_id where c.code = 'kyiv'"))
    figures.add("orders.ukryama_months_differ", sum(((local - months) + (months - local)).values()), "orders", "=0", f"{len(months)} months")
    figures.add("orders.ukryama_months_total", sum(row[0] for row in by_month.values()), "orders", f"={len(rows)}")


def moment(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def run(figures, shared):
    trees(figures, shared)
    holes(figures, shared)
