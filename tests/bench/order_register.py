"""What the unit that issues orders waits for in the database: the figures orders.* over many orders of one unit, within the same limits
as the queue's questions (sql.py)."""
import time

import database as db
import sql

TRAFFIC, AUDITOR = "t_traffic", "t_auditor"
PAGE = "select * from api.orders_page(%s, now() + %s * interval '1 hour', %s, %s, 50)"


def page(where):
    """Half of the pages from the beginning, the others from anywhere, in both directions."""
    def params(pick):
        anywhere = pick.random() < 0.5
        return (where, *((pick.uniform(-72, 96), 0) if anywhere else (None, None)), anywhere and pick.random() < 0.5)
    return params


ALL_STATES = '"state": ["issued", "accepted", "verified-done", "cancelled", "not-done"]'
QUESTIONS = (  # name, operator, SQL, its arguments, aim of p99
    ("page", TRAFFIC, PAGE, page("{}"), "<=5"),
    ("overdue", TRAFFIC, PAGE, page('{"overdue": true}'), "<=5"),
    ("institution", TRAFFIC, PAGE, page('{"institution": ["i7"]}'), "<=10"),
    ("institution_all", TRAFFIC, PAGE, page(f'{{"institution": ["i7"], {ALL_STATES}}}'), "<=10"),
    ("object", TRAFFIC, PAGE, page('{"object": ["sign"], "district": ["podil"]}'), "<=10"),
    ("issued", TRAFFIC, PAGE, page(f'{{"issued": {{"from": "-7d"}}, {ALL_STATES}}}'), "<=10"),
    ("number", TRAFFIC, PAGE, lambda pick: (f'{{"text": "{pick.randint(1, 1000)}", {ALL_STATES}}}', None, None, False), "<=10"),
    ("detail", TRAFFIC, "select api.order_detail(%s)", lambda pick: (str(pick.randint(1, 1000)),), "<=5"),
    ("defects", TRAFFIC, "select * from api.defects_page('{}', %s, false, 50)", lambda pick: (pick.choice((None, 500)),), "<=5"),
    ("statistics_month", AUDITOR, "select * from api.order_statistics('kyiv', current_date - 30, current_date, %s)",
     lambda pick: (pick.choice(("institution", "district", "object", "month")),), "<=200"),
)


def run(figures, build, orders):
    name = "bench_orders"
    db.create(name, "template_bench")
    begin = time.monotonic()
    db.psql(name, "-v", f"orders={orders}", "-f", f"{db.ROOT}/tests/bench/order_register.sql")
    figures.add("orders.fill_s", time.monotonic() - begin, "s", "", f"{orders} orders made")
    with open(f"{build}/bench-explain-orders.txt", "w", encoding="utf-8") as file:
        for question in QUESTIONS:
            p50, p99 = sql.measure(name, question)
            figures.add(f"orders.{question[0]}_p50", p50, "ms")
            figures.add(f"orders.{question[0]}_p99", p99, "ms", question[-1], f"{orders} orders of one unit")
            sql.explain(name, question, file)
    db.drop(name)
