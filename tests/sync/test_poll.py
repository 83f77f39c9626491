"""Servers of others, read: a plain GeoReport server, a FixMyStreet, a Mark-a-Spot, in JSON and XML. What they
show comes in once, however they behave: slowly, twice, half, with HTML, too much, not at all. What is
edited, closed and withdrawn there is noticed. Two daemons share the work; one that dies is replaced."""
import re
import sys
import time
import urllib.request

from peers import FixMyStreetServer, GeoReport, Heedless, MarkASpot, time_of
from polls import FAST, KEY, SETTINGS, add_source, change, count, one, poll, requests, retry_after, state, write_keys
from reports import sql
from syncd import Syncd, wait_for

def check_plain(syncd):
    """JSON and XML bring the same; the second window overlaps the first and brings nothing twice."""
    for form in ("json", "xml"):
        name = f"plain-{form}"
        with GeoReport() as peer:
            for n in range(20):
                peer.add(f"P/{n} ü", ago=60 + n, description="Яма\r\n\r\nГлибока & <b>", requestor_name="Іван")
            peer.add("closed", status="closed")
            add_source(name, peer, poll={"format": form})
            wait_for("first poll", lambda: count(name) == 20)
            wait_for("end", lambda: state(name)[2])
            start, end = (time_of(peer.lists()[0][key]) for key in ("start_date", "end_date"))
            assert 6.9 < (end - start).total_seconds() / 86400 < 7.1
            assert one(name, "P/3 ü", f"r.title, r.body, strpos(m.content_type, '{form}') > 0, (select first_name from varta.reporter p"
                       " where p.request_id = r.id)") == ("Яма", "Глибока & <b>", True, "Іван")
            peer.add("late", ago=30)
            assert poll(name)[:2] == (0, "") and count(name) == 21
            again = time_of(peer.lists()[-1]["start_date"])
            assert 590 < (end - again).total_seconds() < 615, (end, again)
            assert ("closed", 'status is "closed"') in sql("select external_id, reason from api.poll_refusals(%s)", name)
            assert syncd.log().count(f"'{name}': request 'closed' is refused") == 1


def check_moods(peer, dialect):
    """Each way to fail is said, is tried again, and holds up nothing else."""
    name = f"moody-{dialect}"
    with peer:
        add_source(name, peer, dialect)
        wait_for("first poll", lambda: state(name)[2])
        for n, (mood, words) in enumerate(((peer.fails, "500"), (peer.html, "HTML"), (peer.half, ""), (peer.broken, "line 1 of the JSON"),
                                           (peer.refuses, "400: ␛[31mbad date"), (peer.never, "imed out"), (peer.busy_now, "429"))):
            peer.add(f"m{n}", zone="+02:00")
            peer.mode = mood
            failures, error, _ = poll(name)
            assert failures == 1 and words in error and "\x1b" not in error, (mood.__name__, failures, error)
            assert count(name) == n
            peer.mode = (peer.slowly, peer.twice)[n % 2]
            assert poll(name)[:2] == (0, "")
            assert count(name) == n + 1, (mood.__name__, count(name))


def check_too_much():
    """More than an answer holds: shorter windows, until all is there."""
    with GeoReport(limit=10) as peer:
        for n in range(95):
            peer.add(f"t{n}", ago=3600 + 97 * n)
        add_source("much", peer, poll={"page_size": 10})
        wait_for("all", lambda: count("much") == 95)
        wait_for("end", lambda: state("much")[2])
        assert len(peer.lists()) < 120, len(peer.lists())


def check_fixmystreet():
    """Its clock is that of its zone, whatever offset it is sent."""
    with FixMyStreetServer() as peer:
        add_source("fms", peer, "fixmystreet", zone="Asia/Tokyo", peer_jurisdiction="7", service_map={"Dangerous spot": "spot"},
                   poll={"history": "10 minutes"})
        wait_for("first poll", lambda: state("fms")[2])
        peer.add(7, ago=30, zone="+09:00", service_code="Dangerous spot", title="Яма біля школи", detail="Глибока\nяма",
                 description="Яма біля школи: Глибока\nяма", non_public=1, agency_responsible={"recipient": ["Kyiv"]})
        assert poll("fms")[:2] == (0, "")
        assert one("fms", "7", "r.title, r.body, r.public, r.kind") == ("Яма біля школи", "Глибока\nяма", False, 3)
        query = peer.lists()[-1]
        assert query["jurisdiction_id"] == "7" and query["start_date"].endswith("+09:00") and query["max_requests"] == "1000", query


def check_clock(syncd):
    """Its TIME_ZONE is not the zone of its server's clock: what comes after the first poll is found all the same."""
    with FixMyStreetServer() as peer:
        peer.utc = True
        add_source("clock", peer, "fixmystreet", peer_jurisdiction="7", poll={"history": "10 minutes"})
        wait_for("first poll", lambda: state("clock")[2])
        peer.add("after", ago=30, zone="+02:00")
        assert poll("clock")[:2] == (0, "") and count("clock") == 1, peer.lists()[-1]
    with GeoReport() as peer:  # any other server heeds the offset, or has one clock
        add_source("one-clock", peer, poll={"history": "10 minutes"})
        wait_for("first poll", lambda: state("one-clock")[2])
        start, end = (time_of(peer.lists()[0][key]) for key in ("start_date", "end_date"))
        assert 590 < (end - start).total_seconds() < 615, (start, end)


def check_stale(syncd):
    """A source that answers and brings nothing new for long is warned of, once a day, in the log and in the list."""
    with GeoReport() as peer:
        peer.add("s1")
        add_source("stale", peer)
        wait_for("first poll", lambda: count("stale") == 1 and state("stale")[2])
        words = "'stale' answers, but has shown nothing new since"
        poll("stale")
        assert words not in syncd.log()
        sql("update varta.poll p set news_at = '2026-01-02 10:00+02' from varta.source s where s.id = p.source_id and s.code = 'stale'")
        poll("stale"), poll("stale")
        assert syncd.log().count(f"{words} 2026-01-02T10:00:00+02:00") == 1, syncd.log()
        assert sql("select error from api.polls() where source = 'stale'") == [("нічого нового з 02.01.2026",)]
        peer.add("s2")
        poll("stale")
        assert sql("select error from api.polls() where source = 'stale'") == [(None,)]


def check_heedless():
    """A server that ignores start_date, end_date and page and always shows a full answer: it is not asked for ever shorter windows
    or further pages until the end of days, and what comes later is taken."""
    with Heedless(limit=10, pages=False) as peer:
        for n in range(30):
            peer.add(f"h{n}", ago=40 * 86400 + n * 3600)
        add_source("heedless", peer, poll={"page_size": 10, "reread": 0})
        words = "heeds neither start_date and end_date nor page"
        wait_for("end", lambda: state("heedless")[2] and words in state("heedless")[1])
        assert count("heedless") == 10 and len(peer.lists()) < 15, len(peer.lists())
        assert sql("select read_to > now() - interval '1 minute' from varta.poll p join varta.source s on s.id = p.source_id"
                   " where s.code = 'heedless'") == [(True,)]
        peer.add("late", ago=30)
        before = len(peer.lists())
        poll("heedless")
        assert count("heedless") == 11 and len(peer.lists()) == before + 2
        poll("heedless")
        assert len(peer.lists()) == before + 3, "a page without news is the last"


def check_heedless_pages():
    """A server that ignores start_date and end_date and knows page=2: all of it is read, and then what is new. One that
    begins with the oldest is read to its end each time, for its news are there. What was not read to the end is."""
    for newest in (True, False):
        name = f"paged-{'newest' if newest else 'oldest'}"
        with Heedless(limit=10, newest=newest) as peer:
            for n in range(95):
                peer.add(f"p{n}", ago=40 * 86400 + n * 3600)
            peer.breaks = 7  # the page that fails at first
            add_source(name, peer, poll={"page_size": 10, "reread": 0})
            wait_for("broken page", lambda: state(name)[0] == 1 and state(name)[2])
            assert count(name) < 95
            peer.breaks = None
            assert poll(name)[:2] == (0, "") and count(name) == 95, (state(name), count(name))
            peer.add("late", ago=30)
            before = len(peer.lists())
            assert poll(name)[:2] == (0, "") and count(name) == 96
            pages = [q.get("page") for q in peer.lists()[before:]]
            assert pages == ([None, "2"] if newest else [None, *(str(n) for n in range(2, 12))]), pages


def check_double(syncd):
    """Two different requests under one number in one answer: the second is refused and named, and is no edit of the first."""
    with GeoReport() as peer:
        peer.add("one", ago=60, service_request_id="1234-2026", description="Яма")
        peer.add("two", ago=90, service_request_id="1234-2026", description="Ліхтар", lat=50.47)
        for n in range(9):
            peer.add(f"x{n}", ago=100 + n)
        add_source("double", peer, poll={"reread": 0})
        wait_for("first poll", lambda: count("double") == 10 and state("double")[2])
        poll("double"), poll("double")
        line = "'double': request '1234-2026' is refused: another request of this answer has the same number"
        assert syncd.log().count(line) == 1, syncd.log()
        assert one("double", "1234-2026", "concat_ws(' ', r.title, r.body) ~ 'Яма', r.point is not null") == (True, True)
        assert sql("select external_id, reason from api.poll_refusals('double')") == [("1234-2026", "another request of this answer has the same number")]
        assert sql("select count(*) from varta.comment c join varta.source s on s.id = c.source_id where s.code = 'double'") == [(0,)]


def check_withdrawn():
    """An edited report gets a comment; one that is gone twice is withdrawn, but not where all are gone at
    once. What did not change is a 304."""
    with GeoReport() as peer:
        for n in range(5):
            peer.add(f"w{n}")
        add_source("watched", peer, poll={"every": "1 second"})
        wait_for("first poll", lambda: count("watched") == 5)
        change("watched", poll=FAST)
        poll("watched"), poll("watched")
        singles = [headers for _, path, _, headers in peer.questions if "/requests/" in path]
        assert any("If-None-Match" in headers for headers in singles), singles
        peer.reports["w1"]["description"] = "Ще глибша"
        del peer.reports["w2"]
        poll("watched", "2026-11-22 00:00+00")
        assert one("watched", "w2", "r.status") == (1,)
        peer.mode = peer.nothing
        poll("watched")
        assert one("watched", "w2", "r.status") == (6,), "what is gone is withdrawn"
        assert sql("select c.body from varta.comment c join varta.submission m on m.request_id = c.request_id where m.external_id = 'w1'") == [("Ще глибша",)]
        peer.singles = peer.nothing
        poll("watched"), poll("watched"), poll("watched")
        assert sorted(requests("watched", "r.status")) == [(1,)] * 4 + [(6,)], "a server that shows none is not believed"
        peer.singles = peer.fails
        assert poll("watched")[:2] == (0, ""), "single requests that cannot be read are no failure"


def check_pages():
    """Page by page, by number and by offset; a server that knows of no pages shows the same for ever."""
    with MarkASpot(KEY, limit=10) as peer:
        for n in range(35):
            peer.add(f"{n}-2026", ago=60 + n)
        add_source("pages", peer, "mark-a-spot", poll={"size_param": "limit"})
        wait_for("all pages", lambda: count("pages") == 35)
        wait_for("end", lambda: state("pages")[2])
        asked = peer.lists()
        assert [q.get("offset") for q in asked] == [None, "10", "20", "30", "35"] and all(q["api_key"] == KEY for q in asked), asked
    with GeoReport() as peer:
        for n in range(5):
            peer.add(f"s{n}")
        add_source("same", peer, "connected-bits")
        wait_for("end", lambda: count("same") == 5 and state("same")[2])
        assert [q.get("page") for q in peer.lists()] == [None, "2"], peer.lists()


def check_list():
    """One file with everything: its ETag spares it the second time."""
    with GeoReport() as peer:
        peer.chosen = lambda handler, query, params: list(peer.reports.values())
        peer.add("l1"), peer.add("l2", lat=None, long=None, address="вул. Межигірська, 24")
        add_source("list", peer, "list", poll={"reread": 0})
        wait_for("end", lambda: count("list") == 2 and state("list")[2])
        sql("update varta.poll set next_at = now() from varta.source s where s.id = source_id and s.code = 'list'")
        change("list", active=True)
        wait_for("second", lambda: len(peer.questions) == 2)
        assert "If-None-Match" in peer.questions[1][3], peer.questions
        wait_for("end", lambda: state("list")[2])
        assert state("list")[:2] == (0, "")


def check_rate():
    """No more calls a minute than the peer allows."""
    with GeoReport() as peer:
        for n in range(3):
            peer.add(f"r{n}")
        add_source("rate", peer, poll={"rate": 300})
        wait_for("first poll", lambda: count("rate") == 3 and state("rate")[2])
        poll("rate")
        times = [when for when, *_ in peer.questions[-4:]]
        gaps = sorted(later - sooner for sooner, later in zip(times, times[1:]))
        # a busy machine hands a question over late, and then the next one seems to come sooner
        assert gaps[1] > 0.19 and times[-1] - times[0] > 0.5, times


def check_shared_and_killed():
    """Two daemons read each source once; what one leaves behind when it is killed, the other takes up."""
    with GeoReport() as peer:
        for n in range(30):
            peer.add(f"k{n}")
        with Syncd(settings=SETTINGS) as first, Syncd(settings=SETTINGS) as second:
            peer.mode = peer.slowly
            add_source("shared", peer, poll={"reread": 0})
            wait_for("all", lambda: count("shared") == 30 and state("shared")[2])
            assert len(peer.lists()) == 1, peer.lists()
            peer.mode = peer.never
            peer.add("k30")
            before = len(peer.questions)
            sql("select api.poll_again('shared')")
            wait_for("question", lambda: len(peer.questions) > before)
            pid = sql("select split_part(leased_by, '/', 2)::int from varta.poll p join varta.source s on s.id = p.source_id where s.code = 'shared'")[0][0]
            victim = first if first.process.pid == pid else second
            victim.kill()
            peer.mode = peer.well
            sql("update varta.poll set leased_until = now()")
            change("shared", active=True)
            wait_for("takeover", lambda: count("shared") == 31)
            victim.start()


def check_drained(syncd):
    """SIGTERM gives back what was not read to the end."""
    with GeoReport() as peer:
        for n in range(9):
            peer.add(f"d{n}")
        add_source("drained", peer, poll={"rate": 60})
        wait_for("first poll", lambda: count("drained") == 9)
        begin = time.monotonic()
        sql("select api.poll_again('drained')")
        wait_for("single", lambda: any("/requests/" in path for _, path, *_ in peer.questions))
        syncd.stop()
        assert time.monotonic() - begin < 15
        assert sql("select leased_by from varta.poll p join varta.source s on s.id = p.source_id where s.code = 'drained'") == [(None,)]


def check_metrics(syncd):
    page = urllib.request.urlopen(f"http://127.0.0.1:{re.search(r'metrics at port ([0-9]+)', syncd.log())[1]}/metrics").read().decode()
    for line in ('varta_poll_items_total{source="plain-json",outcome="stored"} 21', 'varta_poll_total{source="moody-georeport",outcome="failed"} 7'):
        assert line in page, page


def main():
    write_keys("pages", "moody-mark-a-spot")
    retry_after("2 hours")
    with Syncd(settings=(*SETTINGS, "metrics: 127.0.0.1:0")) as syncd:
        check_plain(syncd)
        check_moods(GeoReport(), "georeport")
        check_moods(FixMyStreetServer(), "fixmystreet")
        check_moods(MarkASpot(KEY), "mark-a-spot")
        check_metrics(syncd)
        check_too_much()
        check_fixmystreet()
        check_clock(syncd)
        check_stale(syncd)
        check_heedless()
        check_heedless_pages()
        check_double(syncd)
        check_withdrawn()
        check_pages()
        check_list()
        check_rate()
        log = syncd.log()
        check_drained(syncd)
    check_shared_and_killed()
    for secret in (KEY, "Яма", "Іван", "secret"):
        assert secret not in log, secret


sys.exit(main())
