"""The extended statuses of a FixMyStreet, in both directions: what is told one of that dialect is in the words that it maps to
a state, in progress when a unit has taken a request on, and not its responsibility where the place is elsewhere; what it says
itself is understood: what is planned there is open, what is not its responsibility is closed, and operators read it in
their own words. Others are told what they always were."""
import sys

import reports
from peers import FixMyStreet, FixMyStreetServer
from polls import FAST, KEY, SETTINGS, add_source, change, count, one, poll, state, write_keys
from reports import act, sql, version
from syncd import Syncd, wait_for


def detail(number, field):
    return sql(f"select api.request(%s) -> %s", number, field, user="t_moderator")[0][0]


def refer(number):
    act("t_moderator", "accept", number, version(number))
    act("t_moderator", "refer", number, version(number), "legal_aid")
    act("t_moderator", "referral_accept", number, version(number))


def check_told(syncd):
    """By push; a source without the dialect is told neither the word nor that a unit has it."""
    with FixMyStreet(KEY, "7") as peer, FixMyStreet(KEY, "8") as plain:
        for name, one_peer, dialect in (("fms", peer, "fixmystreet"), ("plain", plain, "georeport")):
            add_source(name, one_peer)
            change(name, transport="push", dialect=dialect, poll={}, peer_jurisdiction=one_peer.jurisdiction)
        numbers = {source: reports.add("Яма", "Поза містом", "Спам", "Те саме", "Відкликане", source=source) for source in ("fms", "plain")}
        for taken, outside, spam, same, withdrawn in numbers.values():
            refer(taken)
            act("t_moderator", "reject", outside, version(outside), "out_of_area")
            act("t_moderator", "reject", spam, version(spam), "spam")
            act("t_moderator", "merge", same, version(same), taken)
            act("t_moderator", "withdraw", withdrawn, version(withdrawn), "прохання")
        sql("update varta.outbox set visible_at = now() where visible_at > now()")
        wait_for("all of it", lambda: len(peer.updates) == 6 and len(plain.updates) == 5)
        taken, outside, spam, same, withdrawn = (str(n) for n in numbers["fms"])
        assert peer.states == {taken: "in progress", outside: "not responsible", spam: "unable to fix", same: "duplicate"} and peer.odd == ["cancelled"], (peer.states, peer.odd)
        said = [f["description"] for f in peer.updates.values() if f["status"] == "in_progress"]
        assert said == ["Звернення взяли в роботу ті, хто за це відповідає."], said
        assert sorted(f["status"] for f in plain.updates.values()) == ["cancelled", "duplicate", "investigating", "no_further_action", "no_further_action"]
        change("fms", status_map={"pending.accepted": "planned"})
        another = reports.add("Ліхтар", source="fms")[0]
        refer(another)
        sql("update varta.outbox set visible_at = now() where visible_at > now()")
        wait_for("its own word", lambda: peer.states.get(str(another)) == "planned")


def check_understood(syncd):
    """What is read of it."""
    with FixMyStreetServer() as peer:
        for name in ("planned", "elsewhere", "referred"):
            peer.add(name, zone="+02:00", title=name, detail="Яма")
        add_source("read", peer, "fixmystreet", peer_jurisdiction="7", poll={"every": "1 second"})
        wait_for("first poll", lambda: count("read") == 3 and state("read")[2])
        change("read", poll=FAST)
        numbers = {name: one("read", name, "r.id")[0] for name in peer.reports}
        assert detail(numbers["planned"], "source_status") == "відкрите"
        for name, status in (("planned", "planned"), ("elsewhere", "NOT_COUNCILS_RESPONSIBILITY"), ("referred", "internal referral")):
            peer.reports[name].update(status=status, status_notes="Не ми" if name == "elsewhere" else None)
        poll("read")
        assert detail(numbers["planned"], "source_status") == "заплановано" and detail(numbers["planned"], "comments") == []
        comment, = detail(numbers["elsewhere"], "comments")
        assert (comment["body"], comment["status_name"]) == ("Не ми", "не в їхній відповідальності"), comment
        assert detail(numbers["referred"], "comments")[0]["status_name"] == "передано іншій установі"
        peer.add("late", zone="+02:00", status="duplicate", title="late", detail="Яма")
        poll("read")
        assert ("late", 'status is "duplicate"') in sql("select external_id, reason from api.poll_refusals('read')"), "what is closed there is not taken"
        peer.add("scheduled", zone="+02:00", status="ACTION_SCHEDULED", title="scheduled", detail="Яма")
        poll("read")
        assert detail(one("read", "scheduled", "r.id")[0], "source_status") == "роботи призначено"


def check_posted(syncd):
    """What it posts with a resident's word, where the source is of that dialect."""
    number = syncd.report(description="Від неї")
    change("kyiv-site", dialect="fixmystreet")
    for n, (status, name) in enumerate((("ACTION_SCHEDULED", "роботи призначено"), ("IN_PROGRESS", "у роботі"), ("fixed - user", "усунуто"), ("strange", None))):
        answer = syncd.post("servicerequestupdates.json", {"service_request_id": number, "update_id": f"s{n}", "status": status, "description": "Так"})
        assert answer.status == 200, answer
        last = detail(number, "comments")[-1]
        assert (last["status"], last["status_name"]) == (status, name), last
    refer(number)
    sql("update varta.outbox set visible_at = now() where visible_at > now()")
    fetched = syncd.get("servicerequestupdates.json", {"jurisdiction_id": "kyiv", "api_key": "test-key"}).json
    assert [u["status"] for u in fetched if u["service_request_id"] == str(number)] == ["investigating", "in_progress"], fetched


def main():
    write_keys("fms", "plain")
    with Syncd(settings=SETTINGS) as syncd:
        check_told(syncd)
        check_understood(syncd)
        check_posted(syncd)


sys.exit(main())
