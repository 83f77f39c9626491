"""The static tree of a city with 100,000 published requests: how long it takes from scratch, how soon one more
answer shows in it, and how many GETs a second of a published request nginx serves out of it, beside the same
request asked of the endpoint through the same nginx.
"""
import os
import statistics
import subprocess
import time

import database as db
import reports
import tree
import web
from reports import sql
from syncd import Syncd, wait_for

ROWS = 115_000  # of which 87 in a hundred are pending or answered
ANSWERS, CLIENTS, SECONDS, ROUNDS = 60, 64, 5, 3
PUBLISHED = """
set session_replication_role = replica;
update varta.request set point = public.st_setsrid(public.st_point(
    30.40 + 0.30 * (id * 7919 % 1009 + id * 104729 % 1013) / 2020.0, 50.40 + 0.12 * (id * 15485863 % 1019 + id * 32452843 % 1021) / 2040.0), 4326);
insert into varta.outbox (city_id, request_id, source_id, status, text, event_id, visible_at)
select city_id, id, source_id, status, case status when 3 then 'Дякуємо за звернення. Роботи виконано, місце оглянуто.' else '' end, 0,
       received_at + interval '3 days' * (id % 10) / 10
from varta.request where public and status in (2, 3) and city_id = 1 order by id;
set session_replication_role = origin;
vacuum analyze varta.request, varta.outbox;
"""


def prepare():
    """The database; how many requests are public."""
    db.create("bench_publish", "template_bench")
    os.environ["PGDATABASE"] = "bench_publish"
    db.psql("bench_publish", "-v", f"requests={ROWS}", "-v", "cities=1", "-f", f"{db.ROOT}/tests/bench/generate.sql", stdout=subprocess.DEVNULL)
    db.psql("bench_publish", input=PUBLISHED, text=True)
    return sql("select count(*) from varta.public_request")[0][0]


def build(figures, public):
    begin = time.monotonic()
    tree.add_source("kyiv-map")
    wait_for("tree", lambda: tree.is_built("kyiv-map"), 1800)
    took = time.monotonic() - begin
    figures.add("sync.publish_tree_s", took, "s", "", f"{public} requests from scratch, {public / took:.0f} a second")


def publish_one(number):
    """Milliseconds from the publication of an answer until every file shows it."""
    reports.act("t_moderator", "draft", number, reports.version(number), f"Зроблено {number}", True)
    begin = time.monotonic()
    reports.act("t_moderator", "publish", number, reports.version(number), None)
    wait_for("answer", lambda: tree.waiting("kyiv-map") == 0)
    return (time.monotonic() - begin) * 1000


def publish_some(figures, public, page):
    numbers = [row[0] for row in sql("select id from varta.request where status = 2 and city_id = 1 order by id limit %s", ANSWERS)]
    times = [publish_one(number) for number in numbers]
    if f"Зроблено {numbers[-1]}" not in page(numbers[-1]):
        raise RuntimeError("the answer is not in its page")
    figures.add("sync.publish_answer_ms", statistics.median(times), "ms", "<=1000",
                f"p99 {statistics.quantiles(times, n=100)[98]:.0f}; from the publication to all files, among {public} published requests")
    return numbers[-1]


def gets(url):
    """GETs a second; anything but 200 raises."""
    done = subprocess.run(["wrk", "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", url], check=True, capture_output=True, text=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout)
    return next(float(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("Requests/sec"))


def read(figures, server, static, number):
    """They take turns, so that whatever else the machine does slows both."""
    pages, calls = [], []
    for _ in range(ROUNDS):
        pages.append(gets(f"{server.url}/kyiv-map/{static.page(number, 'json')}"))
        calls.append(gets(f"{server.url}/open311/v2/requests/{number}.json?jurisdiction_id=kyiv"))
    page, call = statistics.median(pages), statistics.median(calls)
    figures.add("sync.publish_get_ratio", page / call, "ratio", ">=2",
                f"GETs of a request by TLS: {page:.0f}/s from the tree, {call:.0f}/s from the endpoint behind the same nginx")


def memory(syncd):
    with open(f"/proc/{syncd.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def run(figures, build_folder, scratch):
    root = f"{scratch}/public"
    os.mkdir(root)
    os.chmod(scratch, 0o755)
    public = prepare()
    static = tree.Tree(root, "kyiv-map")
    with Syncd(settings=(f"publish: {root}",), build=build_folder) as syncd, \
            web.Nginx(root, syncd.port, (("limit_req zone=varta burst=50 nodelay;", ""),)) as server:
        build(figures, public)
        number = publish_some(figures, public, lambda number: static.read(static.page(number)))
        read(figures, server, static, number)
        figures.add("sync.publish_memory_mb", memory(syncd), "MB", "", "the daemon's most, with the tree from scratch")
    db.drop("bench_publish")
