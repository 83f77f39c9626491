"""Requests for tests: they come in as the daemon brings them, through sync.import."""
import contextlib
import datetime
import json
import os
import select
import threading
import uuid
import zoneinfo

import psycopg2

ZONE = zoneinfo.ZoneInfo("Europe/Kyiv")  # of the cities
PODIL, DNIPRO, ELSEWHERE = (50.46, 30.50), (50.45, 30.60), (49.0, 24.0)


kept = threading.local()  # .connections: open ones of this thread to the database of the test, by server and role


def open_connection(user):
    """One that nobody uses, kept from an earlier query where there is one: a new one plans all anew, a hundred times the work."""
    key = (os.environ.get("PGHOST"), os.environ.get("PGDATABASE"), os.getpid(), user)
    found = vars(kept).setdefault("connections", {}).pop(key, None)
    if found and (found.closed or select.select([found], [], [], 0)[0]):  # ended by the server, or told something
        found.close()
        found = None
    return key, found or psycopg2.connect("", **({"user": user} if user else {}))


def in_transaction(connection, query, params):
    with connection, connection.cursor() as cursor:
        cursor.execute(query, params or None)
        return cursor.fetchall() if cursor.description else []


def sql(query, *params, user=None, database=None):
    """Runs a query in a transaction of its own; returns its rows. user: the database role. One that begins with 'set', and one
    for another database, has a session of its own."""
    if database or query.startswith("set "):
        with contextlib.closing(psycopg2.connect("", **{k: v for k, v in (("user", user), ("dbname", database)) if v})) as connection:
            return in_transaction(connection, query, params)
    key, connection = open_connection(user)
    try:
        rows = in_transaction(connection, query, params)
    except BaseException:
        connection.close()
        raise
    kept.connections[key] = connection
    return rows


def add(*descriptions, code="road", at=PODIL, source="kyiv-site", **fields):
    """Imports a request for each description; returns their numbers, in the same order."""
    items = [dict({"n": n, "service_code": code, "lat": at and at[0], "long": at and at[1],
                   "description": text, "address": "вул. Межигірська, 24", "raw": f"{uuid.uuid4()} {text}",
                   "content_type": "text/plain"}, **fields)
             for n, text in enumerate(descriptions)]
    number = sql("select id from varta.source where code = %s", source)[0][0]
    rows = sql("select n, request_id, reason from sync.import(%s, %s) order by n", number, json.dumps(items))
    for _, request, reason in rows:
        assert request, reason
    return [row[1] for row in rows]


def day(after=0):
    """The day in the cities, so many days after today: at night it is not the machine's."""
    return datetime.datetime.now(ZONE).date() + datetime.timedelta(days=after)


def act(user, function, *params):
    """Calls an act of the schema api on behalf of an operator."""
    places = ", ".join(["%s"] * len(params))
    return sql(f"select * from api.{function}({places})", *params, user=user)


def version(request):
    return sql("select version from varta.request where id = %s", request)[0][0]


def status(request):
    """The code of a request's status."""
    return sql("select s.code from varta.request r join varta.status s on s.id = r.status where r.id = %s", request)[0][0]


@contextlib.contextmanager
def locked(request):
    """Whoever wants to change the request waits until the block ends."""
    connection = psycopg2.connect("")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from varta.request where id = %s for update", (request,))
        yield
    finally:
        connection.close()


def seal():
    """Seals every event that waits."""
    while sql("select more from sync.log_seal()")[0][0]:
        pass


def leaves():
    """The hashes of all leaves of the log."""
    hashes = b"".join(bytes(piece) for piece, in sql("select hashes from sync.log_leaves(0, 65536) order by leaf"))
    return [hashes[at:at + 32] for at in range(0, len(hashes), 32)]
