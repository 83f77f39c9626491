"""vartactl city and district: a new city with its categories and units, its settings, its polygons
from GeoJSON, and what is said about a file that cannot be taken."""
import json
import os
import unittest

import ctl
from case import CONFLICT, FAILED, NOT_FOUND, OK, USAGE, Case


def square(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(coordinates, kind="Polygon", **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


class City(Case):
    def file(self, content):
        path = os.environ["TMPDIR"] + "/districts.geojson"
        with open(path, "w") as out:
            out.write(content if isinstance(content, str)
                      else json.dumps({"type": "FeatureCollection", "features": content}, ensure_ascii=False))
        return path

    def add(self, code):
        self.ctl(OK, "city", "add", code, "--name", "Тернопіль", "--name-en", "Ternopil", user="t_super")
        self.ctl(OK, "operator", "set", "t_admin", f"cities=kyiv,poltava,{code}", user="t_super")

    def test_a_new_city_has_categories_and_units(self):
        self.add("ternopil")
        for table in ("category", "unit"):
            sql = f"select count(*) from varta.{table} t join varta.city c on c.id = t.city_id where c.code = %s"
            self.assertEqual(self.value(sql, "ternopil"), self.value(sql, "kyiv"))
        self.assertEqual(self.rows("select name, name_en, tz from varta.city where code = 'ternopil'"),
                         [("Тернопіль", "Ternopil", "Europe/Kyiv")])

    def test_its_administrator_sees_it(self):
        self.add("seen")
        cities = json.loads(self.ctl(OK, "city", "list", "--json", user="t_admin"))
        self.assertIn("seen", [c["code"] for c in cities])

    def test_a_superuser_sees_all_in_columns(self):
        lines = self.ctl(OK, "city", "list").splitlines()
        self.assertTrue(lines[0].startswith("code"))
        start = lines[0].index("name")
        row = next(line for line in lines if line.startswith("kyiv "))
        self.assertTrue(row[start:].startswith("Київ"), lines)

    def test_the_same_code_twice(self):
        self.ctl(CONFLICT, "city", "add", "kyiv", "--name", "Київ", "--name-en", "Kyiv", say="kyiv")

    def test_a_bad_code_or_zone(self):
        self.ctl(FAILED, "city", "add", "Bad Code", "--name", "X", "--name-en", "X", say="code")
        self.ctl(FAILED, "city", "add", "mars", "--name", "X", "--name-en", "X", "--tz", "Mars/Olympus",
                 say="Mars/Olympus")

    def test_settings(self):
        self.add("settings")
        self.ctl(OK, "city", "set", "settings", "recall_window=10 minutes", "martial_law=false", "name=Нове ім'я")
        self.assertEqual(self.rows("select extract(epoch from recall_window)::int, martial_law, name from varta.city "
                                   "where code = 'settings'"), [(600, False, "Нове ім'я")])

    def test_settings_that_are_none(self):
        self.ctl(NOT_FOUND, "city", "set", "atlantis", "active=true", say="atlantis")
        self.ctl(FAILED, "city", "set", "kyiv", "colour=red", say="colour")
        self.ctl(FAILED, "city", "set", "kyiv", "recall_window=soon", say="soon")
        self.ctl(USAGE, "city", "set", "kyiv", "recall_window", say="not KEY=VALUE")
        self.ctl(USAGE, "city", "set", "kyiv", "=1", say="not KEY=VALUE")
        self.ctl(USAGE, "city", "set", "kyiv", "name=a", "name=b", say="given twice")

    def test_districts_come_and_change(self):
        self.add("raions")
        west = feature(square(25.0, 49.0, 25.5, 49.5), **{"@id": "west", "name": "Західний", "name:en": "West"})
        east = feature([square(25.5, 49.0, 26.0, 49.5)], "MultiPolygon", **{"@id": "east", "name": "Східний"})
        path = self.file([west, east])
        shown = self.ctl(OK, "district", "import", "raions", path)
        self.assertRegex(shown, r"added +west +Західний")
        self.assertRegex(shown, r"added +east +Східний")
        self.assertEqual(self.ctl(OK, "district", "import", "raions", path).count("same"), 2)
        west["geometry"]["coordinates"] = square(25.1, 49.0, 25.5, 49.5)
        self.assertRegex(self.ctl(OK, "district", "import", "raions", self.file([west, east])), r"changed +west")
        listed = json.loads(self.ctl(OK, "district", "list", "raions", "--json"))
        self.assertEqual([d["code"] for d in listed], ["east", "west"])
        self.assertEqual(listed[1]["name"], "Західний")

    def test_a_crossed_polygon_is_repaired_and_said_so(self):
        self.add("crossed")
        bow = [[[25.0, 49.0], [25.5, 49.5], [25.5, 49.0], [25.0, 49.5], [25.0, 49.0]]]
        shown = self.ctl(OK, "district", "import", "crossed", self.file([feature(bow, name="Метелик")]))
        self.assertRegex(shown, r"added .*Метелик +\S")

    def test_one_refused_district_leaves_the_others(self):
        self.add("partly")
        path = self.file([feature([30.0, 50.0], "Point", **{"@id": "dot", "name": "Крапка"}),
                          feature(square(25.0, 49.0, 25.5, 49.5), **{"@id": "good", "name": "Добрий"})])
        done = ctl.run("district", "import", "partly", path)
        self.assertEqual(done.returncode, FAILED)
        self.assertRegex(done.stdout, r"refused +dot")
        self.assertRegex(done.stdout, r"added +good")

    def test_broken_geojson_names_line_and_column(self):
        path = self.file('{"type": "FeatureCollection",\n "features": [\n  {"type": "Feature",,}\n ]}\n')
        self.ctl(FAILED, "district", "import", "kyiv", path, say=f"{path}:3:")
        self.ctl(FAILED, "district", "import", "kyiv", self.file('{"type": "Feature"}'), say="FeatureCollection")
        self.ctl(FAILED, "district", "import", "kyiv", self.file('[1, 2]'), say="FeatureCollection")
        self.ctl(FAILED, "district", "import", "kyiv", self.file(''), say=path + ":1:")

    def test_no_file_and_no_city(self):
        self.ctl(FAILED, "district", "import", "kyiv", "/nonexistent.geojson", say="cannot open '/nonexistent.geojson'")
        path = self.file([feature(square(25.0, 49.0, 25.5, 49.5), name="Район")])
        self.ctl(NOT_FOUND, "district", "import", "atlantis", path, say="atlantis")
        self.ctl(NOT_FOUND, "district", "list", "atlantis", say="atlantis")


if __name__ == "__main__":
    unittest.main()
