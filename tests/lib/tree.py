"""A static tree on the disk, as the tests look at it."""
import gzip
import json
import os

import reports
from reports import act, sql, version
from syncd import wait_for


def add_source(code, **settings):
    sql("select api.source_add('kyiv', %s, 'publish', %s, null)", code, code)
    if settings:
        sql("select api.source_set(%s, %s)", code, json.dumps(settings))


def accept(*texts, **fields):
    """Imports and accepts a request for each text; their numbers."""
    numbers = reports.add(*texts, **fields)
    for number in numbers:
        act("t_moderator", "accept", number, version(number))
    return numbers


def answer(number, text):
    act("t_moderator", "draft", number, version(number), text, True)
    act("t_moderator", "publish", number, version(number), None)


def waiting(source):
    """Changes that a tree does not show, but will."""
    return sql("select count(*) from varta.delivery d join varta.source s on s.id = d.source_id"
               " where s.code = %s and delivered_at is null and dead_at is null", source)[0][0]


def is_built(source):
    return sql("select t.built_for is not distinct from t.wanted_at and t.built_for is not null"
               " and t.map_built_for is not distinct from t.map_wanted_at and t.orders_built_for is not distinct from t.orders_wanted_at from varta.tree t"
               " join varta.source s on s.id = t.source_id where s.code = %s", source)[0][0]


class Tree:
    def __init__(self, root, source):
        self.source = source
        self.folder = f"{root}/{source}"

    def path(self, name):
        return f"{self.folder}/{name}"

    def page(self, number, end="html"):
        """The path of a request's page within the tree."""
        return f"r/{number // 1000}/{number}.{end}"

    def has(self, name):
        return os.path.exists(self.path(name))

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def json(self, name):
        return json.loads(self.read(name))

    def files(self):
        """All of them, by name: read again where one was renamed on the way, as the daemon does when it is written."""
        return wait_for("whole look at the tree", self.look)

    def look(self):
        found = {}
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, self.folder)] = file.read()
                except FileNotFoundError:
                    return None
        return found

    def check(self, idle=False):
        """Every file has its twin, nothing half-written is left, and the lists say what the pages say.

        idle: no daemon is at work; otherwise it may be writing what it writes now and then.
        """
        files = {name: data for name, data in self.files().items() if idle or not name.startswith(("all.", "statistics."))}
        files.pop(".lock")
        plain = {name: data for name, data in files.items() if not name.endswith(".gz")}
        for name, data in plain.items():
            assert not name.endswith(".new"), name
            assert gzip.decompress(files[name + ".gz"]) == data, name
        assert len(files) == 2 * len(plain), sorted(files)
        pages = {int(name.split("/")[-1][:-5]): json.loads(data) for name, data in plain.items()
                 if name.startswith("r/") and name.endswith(".json")}
        assert {self.page(number) for number in pages} == {name for name in plain if name.endswith(".html") and name.startswith("r/")}
        for kind, counts in (("day", self.json("days.json")), ("tile/14", self.json("tiles.json"))):
            listed = {}
            for name, (n, opened) in counts.items():
                features = json.loads(plain.pop(f"{kind}/{name}.geojson"))["features"]
                states = [feature["properties"]["status"] for feature in features]
                assert [n, opened] == [len(states), states.count("open")], (name, n, opened, states)
                listed.update({feature["id"]: feature["properties"]["status"] for feature in features})
            expected = {number: doc["status"] for number, doc in pages.items() if kind == "day" or doc["lat"] is not None}
            assert listed == expected, (kind, listed, expected)
            assert not [name for name in plain if name.startswith(kind + "/")], "a list that no count knows"
        return pages
