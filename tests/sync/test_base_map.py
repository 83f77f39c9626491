"""The map of the streets in the static tree: there as soon as the tree is, made anew when streets changed and only then,
file by file only what differs; a daemon that is killed in the middle goes on where it was; what is gone leaves nothing."""
import json
import os
import sys

import ctl
import hostile
import streets
import tree
from reports import sql
from syncd import Syncd, wait_for
from tree import Tree

TMP = os.environ["TMPDIR"]
ROOT = f"{TMP}/public"
SETTINGS = (f"publish: {ROOT}",)
EVIL = "<img src=x onerror=alert(1)> \"лапки\" \\ \u202eназад"
CITY = [("Соборна вулиця", "secondary", [[30.50, 50.46], [30.53, 50.46]]), ("проспект Миру", "primary", [[30.50, 50.45], [30.50, 50.47]]),
        (EVIL, "residential", [[30.51, 50.455], [30.512, 50.456], [30.515, 50.455]]), ("Далека вулиця", "residential", [[30.65, 50.50], [30.66, 50.50]])]


def take(named):
    """Imports the streets with vartactl, as an administrator does."""
    path = f"{TMP}/streets.geojson"
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"@id": f"way/{n}", "name": name, "highway": kind}, "geometry": {"type": "LineString", "coordinates": line}}
            for n, (name, kind, line) in enumerate(named)]}, file)
    done = ctl.run("streets", "import", "kyiv", path, "--source", "© Приклад <b>", "--licence", "ODbL", "--whole", user="t_admin")
    assert done.returncode == 0, done.stdout + done.stderr


def wanted():
    return sql("select map_wanted_at from varta.tree")[0][0]


def settled():
    wait_for("map", lambda: tree.is_built("kyiv-map"))


def tiles(public):
    """When each file of the map was written."""
    return {name: os.stat(public.path(name)).st_mtime_ns for name in public.files() if name.startswith("street/")}


def check_whole(public):
    """streets.json names the files that are there, each has its twin, and each is GeoJSON with what a browser needs."""
    public.check()
    names = [name[len("street/"):-len(".geojson")] for name in tiles(public) if name.endswith(".geojson")]
    assert sorted(public.json("streets.json")["tiles"]) == sorted(names), names
    for name in names:
        for feature in public.json(f"street/{name}.geojson")["features"]:
            assert feature["geometry"]["type"] in ("LineString", "MultiLineString") and feature["properties"].keys() == {"name", "class"}, feature
    return names


def check_made(public):
    names = check_whole(public)
    assert {name.split("/")[0] for name in names} == {"10", "12", "13", "14"}, names
    assert public.json("streets.json")["credit"] == "© Приклад <b>, ODbL"
    shown = {feature["properties"]["name"] for name in names for feature in public.json(f"street/{name}.geojson")["features"]}
    assert {"Соборна", "пр. Миру", "Далека"} < shown, shown
    assert [name for name in shown if name.startswith(EVIL[:20])], shown


def check_renewed(public):
    """The same streets again are no reason to write; a new name changes the tiles of that street alone."""
    before, since = tiles(public), wanted()
    take(CITY)
    assert wanted() == since, "the same streets again were a change"
    take([("Нова вулиця" if name == "Далека вулиця" else name, kind, line) for name, kind, line in CITY])
    assert wanted() > since
    settled()
    after = tiles(public)
    assert after.keys() == before.keys(), (before, after)
    changed = {name for name in after if after[name] != before[name]}
    assert changed and all("Нова" in public.read(name) for name in changed if not name.endswith(".gz")), changed
    assert not [name for name in after if name.endswith("json") and "Далека" in public.read(name)]
    assert [name for name in after if name not in changed], "everything was written"


def check_killed(public, syncd):
    """The second half is written by another daemon, and the first half by nobody again."""
    syncd.kill()
    streets.add([(f"вулиця Довга {n}", "вулиця", 5, [[[30.2 + x / 200, 50.3 + n / 100] for x in range(100)]]) for n in range(20)])
    more = Syncd(settings=SETTINGS)
    try:
        wait_for("half of the map", lambda: sql("select map_next <> '' and map_built_for is distinct from map_wanted_at from varta.tree")[0][0])
    finally:
        more.kill()
    done = sql("select map_next from varta.tree")[0][0]
    assert done and not tree.is_built("kyiv-map"), "it was through already"
    ours = sql("select array_agg(concat_ws('/', zoom, x, y)) from varta.map_tiles((select id from varta.city where code = 'kyiv'))"
               " where array[zoom, x, y] <= string_to_array(%s, '/')::integer[]", done)[0][0]
    there = [name for name in ours if public.has(f"street/{name}.geojson")]
    assert len(there) >= 10, (done, ours)
    mark = public.path(f"street/{there[0]}.geojson")
    with open(mark, "a", encoding="ascii") as file:
        file.write("\n")
    with Syncd(settings=SETTINGS):
        settled()
    with open(mark, encoding="utf-8") as file:
        assert file.read().endswith("\n\n"), "what was written was written again"
    sql("update varta.tree set map_wanted_at = clock_timestamp()")
    with Syncd(settings=SETTINGS):
        sql("select varta.tell('outbox')")
        settled()
    assert len(check_whole(public)) > 100
    assert not [name for name in public.files() if name.endswith(".new")]


def check_gone(public):
    with Syncd(settings=SETTINGS):
        sql("delete from varta.street")
        settled()
    assert tiles(public) == {} and public.json("streets.json") == {"credit": "", "tiles": []}, public.json("streets.json")


def main():
    os.mkdir(ROOT)
    public = Tree(ROOT, "kyiv-map")
    take(CITY)
    tree.add_source("kyiv-map", url="https://example.org/map")
    syncd = Syncd(settings=SETTINGS)
    try:
        settled()
        check_made(public)
        assert not hostile.BAD.search(public.read("index.html"))
        check_renewed(public)
        check_killed(public, syncd)
        check_gone(public)
    finally:
        syncd.kill()


sys.exit(main())
