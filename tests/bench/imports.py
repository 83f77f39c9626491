"""Import of submissions by the batch function, beside COPY of the same rows into the same tables."""
import json
import statistics
import time

import psycopg2

import database as db

ROWS, BATCH, ROUNDS = 100_000, 1_000, 3
COPIED = ("submission", "request", "reporter")


def items(first):
    """A batch as the daemon sends it."""
    return json.dumps([{
        "n": n, "external_id": str(first + n), "service_code": "road",
        "lat": 50.41 + (first + n) % 997 / 10000, "long": 30.41 + (first + n) % 1009 / 4000,
        "description": f"Яма на дорозі {first + n}\r\n\r\nГлибока яма біля школи, водії об’їжджають її по тротуару.\r\n",
        "email": "mail@example.org", "first_name": "Олена", "last_name": "Приклад",
        "requested": None, "attributes": {}, "raw": "service_code=road&description=" + "%D0%AF" * 80,
        "content_type": "application/x-www-form-urlencoded"} for n in range(BATCH)], ensure_ascii=False)


def by_function(name):
    connection = psycopg2.connect(dbname=name, user="t_syncd")
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("select id from sync.sources() where jurisdiction = 'kyiv'")
    source = cursor.fetchone()[0]
    batches = [items(first) for first in range(0, ROWS, BATCH)]
    begin = time.perf_counter()
    for batch in batches:
        cursor.execute("select count(*) filter (where outcome = 'stored') from sync.import(%s, %s)", (source, batch))
        if cursor.fetchone()[0] != BATCH:
            raise RuntimeError("a batch was not stored whole")
    took = time.perf_counter() - begin
    connection.close()
    return ROWS / took


def columns(cursor, table):
    cursor.execute("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) "
                   "from information_schema.columns where table_schema = 'varta' and table_name = %s "
                   "and is_generated = 'NEVER'", (table,))
    return cursor.fetchone()[0]


def by_copy(origin, name, scratch):
    """Copies the rows that the function made in origin into name, in batches of the same size."""
    source, target = psycopg2.connect(dbname=origin).cursor(), psycopg2.connect(dbname=name)
    cursor, took = target.cursor(), 0.0
    source.execute("select id from varta.request order by id")
    ids = [row[0] for row in source.fetchall()]
    for first in range(0, len(ids), BATCH):
        low, high = ids[first], ids[min(first + BATCH, len(ids)) - 1]
        for table in COPIED:
            key = "id" if table == "request" else "request_id"
            with open(f"{scratch}/{table}", "w+b") as file:
                source.copy_expert(f"copy (select {columns(source, table)} from varta.{table} "
                                   f"where {key} between {low} and {high} order by {key}) to stdout", file)
        names = {table: columns(cursor, table) for table in COPIED}
        begin = time.perf_counter()
        for table in COPIED:
            with open(f"{scratch}/{table}", "rb") as file:
                cursor.copy_expert(f"copy varta.{table} ({names[table]}) from stdin", file)
        target.commit()
        took += time.perf_counter() - begin
    source.connection.close()
    target.close()
    return ROWS / took


def run(figures, scratch):
    function, copy = [], []
    for _ in range(ROUNDS):
        db.create("import_function", "template_bench")
        db.create("import_copy", "template_bench")
        function.append(by_function("import_function"))
        copy.append(by_copy("import_function", "import_copy", scratch))
        db.drop("import_function")
        db.drop("import_copy")
    rate, peer = statistics.median(function), statistics.median(copy)
    figures.add("import.rows_per_s", rate, "1/s", "", f"COPY {peer:.0f}")
    figures.add("import.batch_vs_copy", rate / peer, "ratio", ">=0.6", "COPY into the same tables, same triggers")
