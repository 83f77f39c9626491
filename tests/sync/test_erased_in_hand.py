"""What a daemon has leased for a peer is erased before it is sent: it was sent as it was leased, with the resident's name.
While a peer is slow with the first of several answers a resident is erased: what follows is sent with what is left of its text,
once, and in its order."""
import sys
import threading

import reports
from peers import FixMyStreet
from polls import KEY, KEYS_FILE, add_source, change, write_keys
from reports import act, sql, version
from syncd import Syncd, wait_for

NAME = "Дзвінчук"
N = 4


def visible():
    """What the recall window holds is due at once, all of it in one moment."""
    sql("update varta.outbox set visible_at = now() where visible_at > now()")
    sql("select varta.tell_daemons('outbox', array_agg(id)) from varta.city")


def answers(numbers):
    """Published, and held by the recall window."""
    for n, number in enumerate(numbers):
        act("t_moderator", "draft", number, version(number), f"{n}: пані {NAME}, засипали.", True)
        act("t_moderator", "publish", number, version(number), None)


def main():
    write_keys("fms")
    sql("select api.city_set('kyiv', '{\"recall_window\": \"1 hour\"}')")
    with FixMyStreet(KEY, "7") as peer, Syncd(settings=(f"keys_file: {KEYS_FILE}", "push_timeout: 60s"), debug=True) as syncd:
        add_source("fms", peer)
        change("fms", transport="push", dialect="fixmystreet", poll={}, peer_jurisdiction="7")
        numbers = reports.add(*(f"Яма {n}" for n in range(N)), source="fms", email="d@example.org", first_name="Соломія", last_name=NAME)
        for number in numbers:
            act("t_moderator", "accept", number, 1)
        visible()
        wait_for("the first word", lambda: len(peer.updates) == N)
        begun, go_on = threading.Event(), threading.Event()

        def slow(handler, form):
            begun.set()
            go_on.wait(50)
            peer.well(handler, form)

        peer.mode = slow
        before = len(peer.arrivals)
        answers(numbers)
        visible()
        assert begun.wait(30), "nothing is sent"
        leased = sql("select count(*) from varta.delivery d join varta.source s on s.id = d.source_id where s.code = 'fms' and leased_until is not null")
        assert leased == [(N,)], leased
        sql("select api.erase_reporter('kyiv', p_email => 'd@example.org', p_texts => true)")
        wait_for("the notification", lambda: "texts were erased" in syncd.log())
        peer.mode = peer.well
        go_on.set()
        wait_for("all of it", lambda: len(peer.updates) == 2 * N)
        said = [form["description"] for _, form in peer.arrivals[before:]]
        assert len(said) == N and [text[0] for text in said] == [str(n) for n in range(N)], said
        assert [NAME in text for text in said] == [True] + [False] * (N - 1), said


sys.exit(main())
