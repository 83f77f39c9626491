"""Sources that are polled, for tests: added, read at once, and what came of it."""
import json
import os
import signal

from reports import sql
from syncd import Syncd, wait_for

KEY = "a key & secret"
KEYS_FILE = f"{os.environ.get('TMPDIR', '/tmp')}/keys"
SETTINGS = (f"keys_file: {KEYS_FILE}", "push_timeout: 1s", "batch: 7")
FAST = {"rate": 100000, "every": "1 day"}
READ = "the file of keys was read again"
keyed = {}  # sources with a key: the server that it is for, once that is known


def add_source(name, peer, dialect="georeport", zone="Europe/Kyiv", poll=None, **settings):
    sql("select api.source_add('kyiv', %s, 'poll', %s, null, %s)", name, name, zone)
    if name in keyed:
        keyed[name] = peer.url
        write_keys()
        read_keys()
    change(name, url=peer.url, dialect=dialect, poll=dict(FAST, **(poll or {})), **settings)


def change(name, **settings):
    sql("select api.source_set(%s, %s)", name, json.dumps(settings))


def state(name):
    """Failures in a row, the last error, whether it waits for its next turn; a source that was never read has none of them."""
    rows = sql("select failures, last_error, leased_by is null and next_at > now() from varta.poll p"
               " join varta.source s on s.id = p.source_id where s.code = %s", name)
    return rows[0] if rows else (0, None, False)


def poll(name, since=None):
    """Has a source read now, and waits for the end of that."""
    before = sql("select done_at, failures from varta.poll p join varta.source s on s.id = p.source_id where s.code = %s", name)
    sql("select api.poll_again(%s, %s)", name, since)
    wait_for(f"poll of {name}", lambda: state(name)[2] and before != sql(
        "select done_at, failures from varta.poll p join varta.source s on s.id = p.source_id where s.code = %s", name))
    return state(name)


def requests(name, what="count(*)"):
    return sql(f"select {what} from varta.request r join varta.source s on s.id = r.source_id"
               " join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id where s.code = %s", name)


def count(name):
    return requests(name)[0][0]


def one(name, number, what):
    return sql(f"select {what} from varta.request r join varta.source s on s.id = r.source_id"
               " join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id"
               " where s.code = %s and m.external_id = %s", name, number)[0]


def retry_after(wait):
    sql("update varta.transport set base = %s, factor = 1, longest = '4 hours', jitter = 0 where code = 'poll'", wait)


def write_keys(*sources):
    """These sources will have a key when they are added."""
    keyed.update({name: None for name in sources})
    with open(os.open(KEYS_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("".join(f'{name}: {{url: "{url}", key: "{KEY}"}}\n' for name, url in keyed.items() if url))


def read_keys():
    """All daemons have the keys as they are now."""
    before = {syncd: syncd.log().count(READ) for syncd in Syncd.running}
    for syncd, times in before.items():
        syncd.process.send_signal(signal.SIGHUP)
        wait_for("keys", lambda: syncd.log().count(READ) > times)
