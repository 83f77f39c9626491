"""A report that staff made private was published by us. What is made private here, or hidden or taken away at its source,
leaves everything that the daemon serves to the public within a second: calls, tokens, pages, lists, feeds, the list of
everything and their packed twins, though that list is made every ten minutes only; nobody may keep it for more than one."""
import gzip
import os
import re
import sys
import time

import photos
import tree
from peers import GeoReport
from polls import FAST, add_source, change, count, one, poll, state
from reports import act, sql, version
from syncd import KEYS, Syncd, wait_for
from tree import Tree, answer

ROOT = f"{os.environ['TMPDIR']}/public"
MEDIA = f"{os.environ['TMPDIR']}/media"
SECRET = "Таємниця"
SECOND = 1.0  # from the commit to the last of the files


def settled(source="kyiv-map"):
    wait_for("published", lambda: tree.waiting(source) == 0)


def holding(public, words=SECRET):
    """The files of the tree that hold it, packed ones unpacked."""
    return [name for name, data in public.files().items()
            if words.encode() in (gzip.decompress(data) if name.endswith(".gz") else data)]


def shown(syncd, public, number):
    """Where the public sees it."""
    query = {"jurisdiction_id": "kyiv"}
    calls = {"list": "requests.json", "list as XML": "requests.xml", "one": f"requests/{number}.json", "one as XML": f"requests/{number}.xml"}
    seen = [what for what, path in calls.items() if SECRET in syncd.get(path, query).text]
    seen += ["token"] * (syncd.get(f"tokens/{number}.json", query).status == 200)
    return seen + holding(public) + [name for name in public.files() if f"/{number}." in name]


def gone(syncd, public, number, begin):
    wait_for("end of it", lambda: not shown(syncd, public, number))
    took = time.monotonic() - begin
    print(f"gone after {took:.2f} s")
    assert SECRET not in public.read("answers.atom") and number not in [f["id"] for f in public.json("all.geojson")["features"]]
    return took


def seen_in_all(syncd, public, number):
    wait_for("all of it", lambda: public.has("all.geojson") and {"list", "one as XML", "token", "all.geojson", "all.geojson.gz", public.page(number),
             public.page(number) + ".gz", public.page(number, "json"), "answers.atom", "answers.html"} <= set(shown(syncd, public, number)))


def made_whole(public, number):
    """Another daemon, so that the list of everything is made now; the next is ten minutes away."""
    wait_for("list of everything", lambda: public.has("all.geojson") and number in [f["id"] for f in public.json("all.geojson")["features"]])


def running():
    return Syncd(settings=(f"publish: {ROOT}", "publish_whole: 10m", f"media_dir: {MEDIA}", "push_timeout: 1s"))


def check_private(public):
    """By a moderator, and back."""
    with running() as syncd:
        number = syncd.report(description=f"{SECRET}\r\n\r\nпро сусіда", media_url=photos.upload(syncd, photos.jpeg(1)))
        other = syncd.report(description="Інше")
        for n in (number, other):
            act("t_moderator", "accept", n, 1)
        wait_for("photo", lambda: sql("select hash from varta.photo where request_id = %s", number)[0][0])
        answer(number, f"{SECRET} розкрито")
        settled()
    with running() as syncd:
        made_whole(public, number)
        seen_in_all(syncd, public, number)
        photo = syncd.get(f"requests/{number}.json", {"jurisdiction_id": "kyiv"}).json[0]["media_url"]
        photo = photo[photo.index("/media/"):]
        kept = syncd.request("GET", photo).headers["cache-control"]
        assert int(re.search(r"max-age=(\d+)", kept).group(1)) <= 60, f"a proxy may keep the photo too long: {kept}"
        begin = time.monotonic()
        act("t_moderator", "private", number, version(number))
        took = gone(syncd, public, number, begin)
        assert syncd.request("GET", photo).status == 404
        own, = syncd.get(f"requests/{number}.json", {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"]}).json
        assert own["non_public"] in (1, "1", True, "true"), own
        assert public.has(public.page(other))
        assert "private" in [row[0] for row in sql("select verb from api.history(%s)", number, user="t_moderator")]
        act("t_moderator", "reveal", number, version(number))
        settled()
        assert public.has(public.page(number)) and syncd.request("GET", photo).status == 200
        return took


def check_source(public):
    """By the source: it calls it hidden, or non-public, or has it no more; what it shows again is public again."""
    took = []
    with GeoReport() as peer:
        with running() as syncd:
            for name in ("hidden", "flagged", "gone", "answered"):
                peer.add(name, description=f"{SECRET} {name}")
            peer.add("unseen", status="hidden", description=f"{SECRET} unseen")
            add_source("hiding", peer, poll={"every": "1 second"})
            wait_for("first poll", lambda: count("hiding") == 4 and state("hiding")[2])
            assert sql("select reason from api.poll_refusals('hiding')") == [('status is "hidden"',)], "what is hidden is not taken at all"
            change("hiding", poll=FAST)
            numbers = {name: one("hiding", name, "r.id")[0] for name in ("hidden", "flagged", "gone", "answered")}
            for number in numbers.values():
                act("t_moderator", "accept", number, 1)
            answer(numbers["answered"], "Є")
            settled()
        with running() as syncd:
            made_whole(public, numbers["gone"])
            sql("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")
            for name, edit in (("hidden", {"status": "hidden"}), ("flagged", {"non_public": 1})):
                peer.reports[name].update(edit)
                poll("hiding")
                took.append(gone_from(syncd, public, numbers[name]))
                assert one("hiding", name, "r.public, r.status") == (False, 2)
            for name in ("gone", "answered"):
                kept = peer.reports.pop(name)
                poll("hiding"), poll("hiding")
                took.append(gone_from(syncd, public, numbers[name]))
                peer.reports[name] = kept
            assert one("hiding", "gone", "r.status") == (6,), "withdrawn, and not only when the recall window has ended"
            assert one("hiding", "answered", "r.public, r.status") == (False, 3), "an answer cannot be withdrawn"
            peer.reports["hidden"]["status"] = "open"
            poll("hiding")
            wait_for("page", lambda: public.has(public.page(numbers["hidden"])))
            act("t_moderator", "private", numbers["hidden"], version(numbers["hidden"]))
            poll("hiding")
            assert one("hiding", "hidden", "r.public") == (False,), "what a moderator made private no source makes public"
    return took


def gone_from(syncd, public, number):
    """From the end of the poll on."""
    begin = time.monotonic()
    wait_for("end of it", lambda: not public.has(public.page(number)) and number not in [f["id"] for f in public.json("all.geojson")["features"]])
    assert syncd.get(f"requests/{number}.json", {"jurisdiction_id": "kyiv"}).status == 404
    return time.monotonic() - begin


def main():
    os.mkdir(ROOT)
    os.mkdir(MEDIA)
    public = Tree(ROOT, "kyiv-map")
    tree.add_source("kyiv-map", url="https://example.org/map")
    took = [check_private(public), *check_source(public)]
    print("seconds until it was gone:", " ".join(f"{t:.2f}" for t in took))
    assert min(took) < SECOND, took
    public.check()


sys.exit(main())
