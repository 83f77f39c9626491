"""A daemon dies with leases in its hands: the one that starts again has them within seconds, and so has another that lives. They
waited for the ends of the leases before: a minute and more, in which answers, mails, photos and the tree stood still."""
import json
import os
import time

import reports
from peers import FixMyStreet
from reports import act, sql
from syncd import Syncd, wait_for

LIMIT = 15  # seconds; a lease of a push lasts a minute and more
TMP = os.environ["TMPDIR"]


def prepare(peer):
    sql("select api.source_add('kyiv', 'fms', 'push', 'fms', sha256('fms'))")
    sql("select api.source_set('fms', %s)", json.dumps({"url": peer.url, "peer_jurisdiction": "7"}))
    with open(os.open(f"{TMP}/keys", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
        file.write(f'fms: {{url: "{peer.url}", key: "a-key"}}\n')


def holder(daemons):
    """The one that has a lease, by its process, which the lease's name has in it."""
    names = [name for name, in sql("select leased_by from varta.delivery where leased_until > now() + interval '30 seconds'")]
    return next((daemon for daemon in daemons if any(f"/{daemon.process.pid}/" in name for name in names)), None)


def die_with_a_lease(peer, daemons, name):
    """Kills the one of them that the peer keeps waiting; the request that it had in hand, and who it was."""
    peer.mode = peer.never
    number = reports.add(name, source="fms")[0]
    act("t_moderator", "accept", number, 1)
    wait_for("post", lambda: holder(daemons) and str(number) in [form["service_request_id"] for _, form in peer.arrivals])
    dead = holder(daemons)
    dead.kill()
    peer.mode = peer.well
    return number, dead


def delivered(number):
    return sql("select 1 from varta.delivery where request_id = %s and delivered_at is not null", number)


def main():
    with FixMyStreet("a-key", "7") as peer:
        prepare(peer)
        settings = (f"keys_file: {TMP}/keys", "push_timeout: 30s")
        first = Syncd(settings=settings).ready()
        number, _ = die_with_a_lease(peer, [first], "Помер і почався знову")
        begun = time.monotonic()
        first.start()
        wait_for("answer by the daemon that starts again", lambda: delivered(number), LIMIT)
        print(f"{time.monotonic() - begun:.1f} s after its start")
        both = [first.ready(), Syncd(settings=settings).ready()]
        number, dead = die_with_a_lease(peer, both, "Помер, інший живе")
        begun = time.monotonic()
        wait_for("answer by the other daemon", lambda: delivered(number), LIMIT)
        print(f"{time.monotonic() - begun:.1f} s after the death of another")
        both.remove(dead)
        both[0].stop()


main()
