"""How long 'vartactl audit verify --checkpoints' takes for a city, and the memory that it and the database take for it, at two sizes:
neither may grow with the city. Every twentieth request has been answered, delivered to a peer and a tree, and has a later word."""
import json
import os
import subprocess
import threading
import time

import psycopg2

import database as db
import translog

CITY, BATCH, SHARE = "kyiv", 1_000, 20


def ask(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else None


def fill(admin, requests):
    """So many requests, and what became of some of them."""
    ask(admin, "select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', null), api.source_add('kyiv', 'kyiv-tree', 'publish', 'kyiv-tree', null)")
    source, = ask(admin, "select id from varta.source where code = 'kyiv-push'")[0]
    for first in range(0, requests, BATCH):
        ask(admin, "select count(*) from sync.import(%s, %s)", source, json.dumps([
            {"n": n, "external_id": f"audit-{n}", "service_code": "road", "lat": 50.46, "long": 30.5, "description": f"Яма {n}", "raw": f"{n}"}
            for n in range(first, first + BATCH)]))
    last, = ask(admin, "select max(id) from varta.request")[0]
    for low in range(SHARE, last + 1, BATCH * SHARE):
        high = min(low + BATCH * SHARE - 1, last)
        ask(admin, "select outcome from sync.comments(%s, (select jsonb_agg(jsonb_build_object('service_request_id', id::text, 'update_id', 'u' || id, 'description', 'Ще')) "
                   "from varta.request where id %% %s = 0 and id between %s and %s))", source, SHARE, low, high)
        ask(admin, "set session authorization t_moderator")
        ask(admin, "select api.answer(n, 1, 'Засипали') from generate_series(%s::bigint, %s, %s) n", low, high, SHARE)
        ask(admin, "reset session authorization")
    tree, = ask(admin, "select id from varta.source where code = 'kyiv-tree'")[0]
    ask(admin, "update varta.outbox set visible_at = now() - interval '1 second'")
    ask(admin, "update varta.delivery set delivered_at = now() where source_id = %s or seq %% 2 = 0", tree)
    ask(admin, "vacuum analyze")


def publish(admin, folder, key):
    """Seals all, and puts tiles and a checkpoint into the folder."""
    leaves = []
    while ask(admin, "select more from sync.log_seal()")[0][0]:
        pass
    while True:
        pieces = ask(admin, "select hashes from sync.log_leaves(%s, 65536) order by leaf", len(leaves))
        hashes = b"".join(bytes(piece) for piece, in pieces)
        if not hashes:
            break
        leaves += [hashes[at:at + 32] for at in range(0, len(hashes), 32)]
    translog.write_folder(folder, key, leaves)
    return len(leaves)


class Watch(threading.Thread):
    """The most memory of their own (RssAnon, kB) that other sessions of the database had, the processor time (s) of the one that took most, and the most that the program had (VmHWM: what
    wait4() tells is never less than this process had when it began it); asked ten times a second."""

    def __init__(self, name):
        super().__init__(daemon=True)
        self.connection = psycopg2.connect(dbname=name)
        self.connection.autocommit = True
        self.most, self.cpu, self.ended = 0, 0, threading.Event()
        self.pid, self.program = None, 0
        self.start()

    def run(self):
        while not self.ended.wait(0.1):
            for pid, in ask(self.connection, "select pid from pg_stat_activity where datname = current_database() and application_name like 'vartactl%%' or "
                                             "datname = current_database() and query like '%%audit.%%' and pid <> pg_backend_pid()"):
                self.most = max(self.most, memory_of(pid, "RssAnon:"))
                self.cpu = max(self.cpu, cpu_of(pid))
            self.program = max(self.program, memory_of(self.pid, "VmHWM:"))


def memory_of(pid, what):
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(what))
    except (OSError, StopIteration):
        return 0


def cpu_of(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return sum(int(field) for field in file.read().rpartition(")")[2].split()[11:13]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0


def measure(build, scratch, requests):
    """Seconds, memory of the database's session and of the program (both in MB), leaves, processor time of the session."""
    name, folder, key = f"bench_audit_{requests}", f"{scratch}/log-{requests}", translog.Key("varta.example/log")
    db.create(name, "template_bench")
    os.mkdir(folder)
    admin = psycopg2.connect(dbname=name)
    admin.autocommit = True
    fill(admin, requests)
    leaves = publish(admin, folder, key)
    watch = Watch(name)
    begin = time.monotonic()
    with subprocess.Popen([f"{build}/admin/vartactl", "audit", "verify", CITY, "--json", "--checkpoints", folder, "--public-key", key.vkey],
                          env=dict(os.environ, PGDATABASE=name, PGUSER="t_super"), stdout=subprocess.PIPE) as program:
        watch.pid = program.pid
        said = program.stdout.read().decode()
    took = time.monotonic() - begin
    watch.ended.set()
    watch.join()
    if program.returncode:
        raise RuntimeError(f"audit verify: status {program.returncode}: {said[:1000]}")
    admin.close()
    watch.connection.close()
    db.drop(name)
    return took, watch.most / 1024, watch.program / 1024, leaves, watch.cpu


def run(figures, build, scratch, requests):
    small, large = measure(build, scratch, requests // 10), measure(build, scratch, requests)
    for size, (took, session, program, leaves, _) in ((requests // 10, small), (requests, large)):
        figures.add(f"audit.verify_{size}_s", took, "s", "", f"audit verify of one city of {size} requests, {leaves} leaves")
        figures.add(f"audit.session_{size}_mb", session, "MB", "", "memory of its own of the session that compares")
        figures.add(f"audit.program_{size}_mb", program, "MB", "", "memory of vartactl")
    figures.add("audit.verify_ratio", large[4] / large[3] / (small[4] / small[3]), "ratio", "<=1.3", "the session's processor time of an event, ten times the requests")
    figures.add("audit.session_ratio", large[1] / small[1], "ratio", "<=1.3", "ten times the requests")
    figures.add("audit.program_ratio", large[2] / small[2], "ratio", "<=1.3", "ten times the requests")
