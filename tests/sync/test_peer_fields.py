"""What FixMyStreet's extensions of GeoReport say beside a status, in both directions: a finer code, the number that a resident
was given, the unit that has it, photos. What a peer posts or shows of them is kept, and told to the others; what we know
stands in what we push and in what is fetched. Nothing of it comes back once it was erased."""
import hashlib
import sys

import reports
from peers import FixMyStreet, GeoReport
from polls import FAST, KEY, SETTINGS, add_source, change, count, one, poll, state, write_keys
from reports import act, sql, version
from syncd import KEYS, Syncd, wait_for


def visible():
    sql("update varta.outbox set visible_at = now() where visible_at > now()")


def detail(number, field):
    return sql("select api.request(%s) -> %s", number, field, user="t_moderator")[0][0]


def refer(number):
    act("t_moderator", "accept", number, version(number))
    act("t_moderator", "refer", number, version(number), "legal_aid")
    act("t_moderator", "referral_accept", number, version(number))


def unit_of(number):
    return sql("select u.name from varta.referral f join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id where f.request_id = %s", number)[0][0]


def comment(syncd, number, update_id, **fields):
    return syncd.post("servicerequestupdates.json", dict(fields, service_request_id=number, update_id=update_id, description="Так", status="OPEN"))


def fetched(syncd, number, form="json"):
    answer = syncd.get(f"servicerequestupdates.{form}", {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"]})
    if form == "json":
        return [u for u in answer.json if u["service_request_id"] == str(number)]
    return [u for u in answer.xml.findall("request_update") if u.findtext("service_request_id") == str(number)]


def check_posted(syncd):
    """A peer's code and number come with a later word; the number and the unit are then in what it fetches."""
    number = syncd.report(description="Лист із номером")
    answer = comment(syncd, number, "1", external_status_code="WAIT_7", customer_reference="ENQ-2026-15")
    assert answer.status == 200, answer
    row = "select external_status_code, customer_reference from varta.comment where update_id = %s"
    assert sql(row, "1") == [("WAIT_7", "ENQ-2026-15")]
    assert detail(number, "source_reference") == "ENQ-2026-15"
    long = comment(syncd, number, "2", customer_reference="x" * 201)
    assert long.status == 400 and "customer_reference" in long.json[0]["description"], long
    long = comment(syncd, number, "2", external_status_code="x" * 101)
    assert long.status == 400 and "external_status_code" in long.json[0]["description"], long
    comment(syncd, number, "3")
    assert sql(row, "3") == [(None, None)] and detail(number, "source_reference") == "ENQ-2026-15", "the one that it said last"
    refer(number)
    visible()
    told = fetched(syncd, number)
    assert [u["external_status_code"] for u in told] == ["pending", "pending.accepted"], told
    assert {u["customer_reference"] for u in told} == {"ENQ-2026-15"} and {u["extras"]["agency_responsible"] for u in told} == {unit_of(number)}, told
    element = fetched(syncd, number, "xml")[-1]
    assert (element.findtext("external_status_code"), element.findtext("customer_reference"), element.findtext("extras/agency_responsible")) == (
        "pending.accepted", "ENQ-2026-15", unit_of(number))
    other = syncd.report(description="Спам")
    act("t_moderator", "reject", other, 1, "spam")
    visible()
    told, = fetched(syncd, other)
    assert told["external_status_code"] == "rejected.spam" and "customer_reference" not in told and "extras" not in told, told
    sql("select api.erase_reporter('kyiv', p_request => %s)", number)
    assert sql(row, "1") == [("WAIT_7", None)] and detail(number, "source_reference") is None
    assert all("customer_reference" not in u for u in fetched(syncd, number))


def check_history(syncd):
    """They belong to what the history says of the word: changed behind its back, it is found."""
    number = syncd.report(description="Номер у журналі")
    comment(syncd, number, "h", external_status_code="A", customer_reference="B")
    fault = "select varta.comment_fault(c) from varta.comment c where update_id = 'h'"
    assert sql(fault) == [(None,)], sql(fault)
    sql("update varta.comment set customer_reference = 'C' where update_id = 'h'")
    assert "is not what event" in sql(fault)[0][0]


def answer_with_photo(number):
    """What is pushed as the answer has the address of its own photo, and of no other's."""
    name = hashlib.sha256(b"photo").hexdigest()
    act("t_moderator", "draft", number, version(number), "Засипали.", True, None)
    sql("insert into varta.media (city_id, hash, type, bytes) select city_id, %s, 'image/png', 9 from varta.request where id = %s", name, number)
    sql("insert into varta.answer_photo (city_id, response_id, n, request_id, hash) select city_id, id, 1, request_id, %s from varta.response where request_id = %s", name, number)
    act("t_moderator", "publish", number, version(number), None)
    visible()
    return f"/media/{name}.png"


def check_pushed(syncd):
    with FixMyStreet(KEY, "7") as peer:
        add_source("fms", peer)
        change("fms", transport="push", dialect="fixmystreet", poll={}, peer_jurisdiction="7")
        number, = reports.add("Яма", source="fms")
        refer(number)
        visible()
        wait_for("both", lambda: len(peer.updates) == 2)
        last = [f for f in peer.updates.values() if f["status"] == "in_progress"][0]
        assert (last["external_status_code"], last["extras[agency_responsible]"]) == ("pending.accepted", unit_of(number)), last
        assert "customer_reference" not in last, last
        photo = answer_with_photo(number)
        wait_for("the answer", lambda: len(peer.updates) == 3)
        assert [f.get("media_url") for f in peer.updates.values() if f["status"] != "closed"] == [None, None], peer.updates
        assert [f["media_url"] for f in peer.updates.values() if f["status"] == "closed"] == [f"http://127.0.0.1:{syncd.port}{photo}"], peer.updates


def check_read(syncd):
    """What is read of a server: its code and number; the photo that comes with its answer is the answer's, not the report's."""
    with GeoReport() as peer:
        peer.add("1", media_url="https://example.org/before.jpg")
        add_source("read", peer, poll={"every": "1 second"})
        wait_for("first poll", lambda: count("read") == 1 and state("read")[2])
        change("read", poll=FAST)
        number = one("read", "1", "r.id")[0]
        peer.reports["1"].update(status="closed", status_notes="Засипали", external_status_code="DONE", customer_reference="77/Б",
                                 media_url=["https://example.org/before.jpg", "https://example.org/after.jpg", "https://example.org/later.jpg"])
        poll("read")
        assert detail(number, "source_reference") == "77/Б"
        rows = sql("select c.body, c.external_status_code, c.customer_reference, p.n, p.url from varta.comment c join varta.photo p"
                   " on p.request_id = c.request_id and p.comment_id = c.id where c.request_id = %s order by p.n", number)
        assert rows == [("Засипали", "DONE", "77/Б", 0, "https://example.org/after.jpg"), ("Засипали", "DONE", "77/Б", 1, "https://example.org/later.jpg")], rows


def main():
    write_keys("fms")
    change("kyiv-site", dialect="fixmystreet")
    with Syncd(settings=SETTINGS) as syncd:
        check_posted(syncd)
        check_history(syncd)
        check_pushed(syncd)
        check_read(syncd)


sys.exit(main())
