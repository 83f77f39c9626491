"""A peer that fetches our requests, puts them on its map and polls for updates: what its residents add to one that it fetched
reaches it, and the answer is in what it fetches, under no number of another's. A peer that is not set to fetch is told of its
own alone. When it was last here is kept, and written once a minute at most."""
import sys

import reports
from reports import act, sql, version
from syncd import KEYS, Syncd
from tree import answer

KEY = "the key of the map"
MAP = {"jurisdiction_id": "map", "api_key": KEY}


def setting(value):
    sql("select api.source_set('map', %s)", f'{{"fetches": {value}}}')


def listed(syncd, **query):
    return {r["service_request_id"] for r in syncd.get("requests.json", dict(MAP, **query)).json}


def updates(syncd):
    return syncd.get("servicerequestupdates.json", MAP).json


def comment(syncd, number, update_id):
    return syncd.post("servicerequestupdates.json", dict(MAP, service_request_id=number, update_id=update_id, description="Ще стоїть", status="OPEN"), None)


def visible():
    sql("update varta.outbox set visible_at = now() where visible_at > now()")


def check_fetched(syncd):
    number, secret, new = (int(n) for n in reports.add("Яма від іншого", "Таємне", "Ще нове"))
    for n in (number, secret):
        act("t_moderator", "accept", n, 1)
    visible()
    own = syncd.post("requests.json", dict(MAP, service_code="road", lat="50.46", long="30.5", description="Своє"), None)
    own = own.json[0]["service_request_id"]
    assert listed(syncd) == {own} and updates(syncd) == [], "its own alone"
    assert comment(syncd, number, "1").status == 400
    setting("true")
    act("t_moderator", "private", secret, version(secret))
    assert listed(syncd) == {own, str(number)}, "and what is public"
    for refused in (secret, new, 999999):
        assert "is not known here" in comment(syncd, refused, "2").json[0]["description"]
    taken = comment(syncd, number, "1")
    assert taken.status == 200 and taken.json[0]["update_id"].startswith("c"), taken
    assert sql("select c.body from varta.comment c join varta.unseen_comment u using (city_id, request_id) where request_id = %s", number) == [("Ще стоїть",)]
    answer(number, "Засипали")
    visible()
    told = updates(syncd)
    assert [(u["service_request_id"], u["status"], u["description"]) for u in told][-1] == (str(number), "closed", "Засипали"), told
    assert {u["service_request_id"] for u in told} == {str(number)} and all("fixmystreet_id" not in u and u["update_id"][0] == "u" for u in told), told
    assert len({u["update_id"] for u in told}) == len(told) == 2
    sender = syncd.get("servicerequestupdates.json", {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"]}).json
    assert {u["description"] for u in sender if u["service_request_id"] == str(number)} >= {"Засипали"}, "who sent it is told as ever"
    act("t_moderator", "private", number, version(number))
    assert updates(syncd) == [] and listed(syncd) == {own}, "what is private now is fetched no more"


def check_last(syncd):
    """Written once a minute at most, and only for who has the key."""
    state = "select f.xmin::text, f.at from varta.fetch f join varta.source s on s.id = f.source_id where s.code = 'map'"
    first = sql(state)
    for _ in range(3):
        updates(syncd), listed(syncd)
    assert sql(state) == first and len(first) == 1
    sql("update varta.fetch set at = now() - interval '2 minutes'")
    before = sql(state)
    syncd.get("requests.json", {"jurisdiction_id": "map"})
    assert sql(state) == before, "anybody may read what is public"
    updates(syncd)
    assert sql(state)[0][1] > before[0][1]
    assert sql("select fetched > extract(epoch from now()) - 60 from api.sources_list() where code = 'map'") == [(True,)]
    assert sql("select fetched from api.sources_list() where code = 'poltava-site'") == [(None,)]


def main():
    sql("select api.source_add('kyiv', 'map', 'endpoint', 'map', sha256(%s::text::bytea))", KEY)
    with Syncd() as syncd:
        check_fetched(syncd)
        check_last(syncd)


sys.exit(main())
