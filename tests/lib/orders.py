"""Institutions and orders for tests: what a traffic officer has issued, and links by which owners answer."""
import os
import re
import subprocess

import psycopg2

from database import ROOT, psql
from reports import act, sql


def prepare():
    """Institutions of Kyiv, grounds, and an officer who heads the unit."""
    psql(os.environ["PGDATABASE"], "-f", f"{ROOT}/tests/lib/institutions.sql", stdout=subprocess.DEVNULL)
    sql("select api.unit_head_set('kyiv', 'traffic_unit', '{t_traffic}')", user="t_admin")


def issued(*defects, institution=None, request=None):
    """The number of an order about what is wrong in so many places, issued by the traffic officer; request: what the defects are about."""
    ids = []
    for what in defects:
        ids.append(sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', 50.46, 30.45, false, %s)", what, request, user="t_traffic")[0][0])
        act("t_traffic", "defect_verify", ids[-1], 1, "confirmed")
    return sql("select i.id from api.order_draft(%s, null, %s) d cross join lateral api.order_issue(d.id, 1) i", ids, institution, user="t_traffic")[0][0]


def token(order):
    """What stands in the address of a new link to an order."""
    return sql("select api.order_link(%s)", str(order), user="t_traffic")[0][0]


def state(order):
    """Its state and version."""
    return sql("select s.code, o.version from varta.orders o join varta.order_state s on s.id = o.state where o.id = %s", order)[0]


def steps(order):
    """Verb, party, whether of an operator, note."""
    return sql("select verb, party, operator_id is not null, note from varta.order_step where order_id = %s order by id", order)


def does(verb, order, note="", paper=""):
    return sql("select state from api.order_act(%s, %s, %s, %s, %s)", verb, order, state(order)[1], note, paper, user="t_traffic")[0][0]


def dumped():
    """All that the database has, as text."""
    text = subprocess.run(["/usr/lib/postgresql/15/bin/pg_dump", "--data-only", "--inserts"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.M)  # a random word each time


class Held:
    """Whoever wants to change this order waits until the block ends."""

    def __init__(self, order):
        self.connection = psycopg2.connect("")
        self.connection.cursor().execute("select from varta.orders where id = %s for update", (order,))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.rollback()
        self.connection.close()
