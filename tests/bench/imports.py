"""Import of submissions by the batch function, beside COPY of the same rows into the same tables.

They take turns, a batch each, so that whatever else the machine does slows both.
"""
import json
import time

import psycopg2

import database as db

ROWS, BATCH = 100_000, 1_000
COPIED = ("submission", "request", "reporter")
NAMES = ("import_function", "import_copy")


def items(first):
    """A batch as the daemon sends it."""
    return json.dumps([{
        "n": n, "external_id": str(first + n), "service_code": "road",
        "lat": 50.41 + (first + n) % 997 / 10000, "long": 30.41 + (first + n) % 1009 / 4000,
        "description": f"Яма на дорозі {first + n}\r\n\r\nГлибока яма біля школи, водії об’їжджають її по тротуару.\r\n",
        "email": "mail@example.org", "first_name": "Олена", "last_name": "Приклад",
        "requested": None, "attributes": {}, "raw": "service_code=road&description=" + "%D0%AF" * 80,
        "content_type": "application/x-www-form-urlencoded"} for n in range(BATCH)], ensure_ascii=False)


def by_function(cursor, source, batch):
    """Seconds that the function needs for a batch."""
    begin = time.perf_counter()
    cursor.execute("select count(*) filter (where outcome = 'stored') from sync.import(%s, %s)", (source, batch))
    stored = cursor.fetchone()[0]
    cursor.connection.commit()
    took = time.perf_counter() - begin
    if stored != BATCH:
        raise RuntimeError("a batch was not stored whole")
    return took


def columns(cursor, table):
    cursor.execute("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) "
                   "from information_schema.columns where table_schema = 'varta' and table_name = %s "
                   "and is_generated = 'NEVER'", (table,))
    return cursor.fetchone()[0]


def by_copy(origin, cursor, names, last, scratch):
    """Copies what the function made after request number last; returns the seconds of that."""
    for table in COPIED:
        key = "id" if table == "request" else "request_id"
        with open(f"{scratch}/{table}", "w+b") as file:
            origin.copy_expert(f"copy (select {names[table]} from varta.{table} where {key} > {last} order by {key}) to stdout", file)
    begin = time.perf_counter()
    for table in COPIED:
        with open(f"{scratch}/{table}", "rb") as file:
            cursor.copy_expert(f"copy varta.{table} ({names[table]}) from stdin", file)
    cursor.connection.commit()
    return time.perf_counter() - begin


def run(figures, scratch):
    for name in NAMES:
        db.create(name, "template_bench")
    origin, target = (psycopg2.connect(dbname=name).cursor() for name in NAMES)
    daemon = psycopg2.connect(dbname=NAMES[0], user="t_syncd").cursor()
    daemon.execute("select id from sync.sources() where jurisdiction = 'kyiv'")
    source, last = daemon.fetchone()[0], 0
    names = {table: columns(origin, table) for table in COPIED}
    function = copy = 0.0
    for first in range(0, ROWS, BATCH):
        function += by_function(daemon, source, items(first))
        copy += by_copy(origin, target, names, last, scratch)
        origin.execute("select max(id) from varta.request")
        last = origin.fetchone()[0]
    for cursor in (origin, target, daemon):
        cursor.connection.close()
    for name in NAMES:
        db.drop(name)
    figures.add("import.rows_per_s", ROWS / function, "1/s", "", f"COPY {ROWS / copy:.0f}; {ROWS} submissions")
    figures.add("import.batch_vs_copy", copy / function, "ratio", ">=0.6", "COPY into the same tables, same triggers")
