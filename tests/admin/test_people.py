"""vartactl unit, rule, beat, absence and hours: who can be made responsible, for what, and which officer
is in charge. What is set is in the lists, and is what the operators are then told."""
import json
import os
import unittest

from case import CONFLICT, FAILED, NOT_FOUND, OK, USAGE, Case


class People(Case):
    def listed(self, *args):
        return json.loads(self.ctl(OK, *args, "--json", user="t_admin"))

    def polygons(self, **properties):
        path = os.environ["TMPDIR"] + "/area.geojson"
        ring = [[30.40, 50.45], [30.52, 50.45], [30.52, 50.52], [30.40, 50.52], [30.40, 50.45]]
        with open(path, "w", encoding="utf-8") as out:
            json.dump({"type": "FeatureCollection", "features": [
                {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}, out)
        return path

    def officer(self, login):
        self.ctl(OK, "operator", "add", login, "--name", f"Дільничний {login}", "--role", "officer", "--city", "kyiv",
                 stdin="a long enough word\n")
        return login

    def test_units(self):
        self.ctl(OK, "unit", "add", "kyiv", "lamps", "--kind", "partner", "--name", "Київміськсвітло", user="t_admin")
        self.ctl(CONFLICT, "unit", "add", "kyiv", "lamps", "--kind", "partner", "--name", "Ще раз", say="lamps")
        self.ctl(FAILED, "unit", "add", "kyiv", "other", "--kind", "circus", "--name", "Цирк", say="circus")
        self.ctl(OK, "unit", "set", "kyiv", "lamps", "name_en=Kyiv lights", 'streets=[{"street": "вул. Межигірська", "from": 1}]')
        self.assertIn("added", self.ctl(OK, "unit", "area", "kyiv", "lamps", self.polygons()))
        unit = next(u for u in self.listed("unit", "list", "kyiv") if u["code"] == "lamps")
        self.assertEqual((unit["name_en"], unit["has_area"], len(unit["streets"])), ("Kyiv lights", True, 1))

    def test_rules(self):
        self.ctl(OK, "rule", "add", "kyiv", "guard", "--category", "parking", "--priority", "5", user="t_admin")
        rule = next(r for r in self.listed("rule", "list", "kyiv") if (r["unit"], r["category"]) == ("guard", "parking"))
        self.assertEqual((rule["priority"], rule["by_area"], rule["active"]), (5, False, True))
        self.ctl(OK, "rule", "set", "kyiv", str(rule["id"]), "category=null", "active=false")
        rule = next(r for r in self.listed("rule", "list", "kyiv") if r["id"] == rule["id"])
        self.assertEqual((rule["category"], rule["active"]), (None, False))
        self.ctl(NOT_FOUND, "rule", "add", "kyiv", "guard", "--category", "moon", say="moon")
        self.ctl(FAILED, "rule", "add", "kyiv", "guard", "--priority", "first", say="first")

    def test_beats(self):
        login = self.officer("d_beat")
        self.assertIn("added", self.ctl(OK, "beat", "import", "kyiv", self.polygons(code="p1", name="Поділ 1"), user="t_admin"))
        self.ctl(OK, "beat", "assign", "kyiv", "p1", login, "--until", "2099-01-01")
        beat = next(b for b in self.listed("beat", "list", "kyiv") if b["code"] == "p1")
        self.assertEqual((beat["name"], beat["officer"]), ("Поділ 1", login))
        held = next(b for b in self.listed("beat", "officers", "kyiv") if b["beat"] == "p1")
        self.assertTrue(held["until"].startswith("2099-01-01"), held)
        self.ctl(OK, "beat", "set", "kyiv", "p1", "name=Перша дільниця")
        self.ctl(OK, "beat", "assign", "kyiv", "p1")
        beat = next(b for b in self.listed("beat", "list", "kyiv") if b["code"] == "p1")
        self.assertEqual((beat["name"], beat["officer"]), ("Перша дільниця", None))
        self.ctl(NOT_FOUND, "beat", "assign", "kyiv", "nowhere", login, say="nowhere")

    def test_absences(self):
        away, deputy = self.officer("d_away"), self.officer("d_deputy")
        self.ctl(OK, "absence", "add", away, "--deputy", deputy, "--until", "2099-01-01", user="t_admin")
        absence = next(a for a in self.listed("absence", "list", "kyiv") if a["officer"] == away)
        self.assertEqual(absence["deputy"], deputy)
        self.ctl(CONFLICT, "absence", "add", away, say=away)
        self.ctl(OK, "absence", "end", str(absence["id"]))
        self.assertFalse([a for a in self.listed("absence", "list", "kyiv") if a["officer"] == away])

    def test_office_hours(self):
        login = self.officer("d_hours")
        self.ctl(OK, "hours", "set", login, '[{"weekday": 1, "from": "09:00", "to": "13:00", "place": "вул. Лісова, 5"}]', user="t_admin")
        hours = next(h for h in self.listed("hours", "list", "kyiv") if h["officer"] == login)["hours"]
        self.assertEqual(hours[0]["place"], "вул. Лісова, 5")
        self.ctl(FAILED, "hours", "set", login, '[{"weekday": 9, "from": "09:00", "to": "13:00", "place": "x"}]')
        self.ctl(USAGE, "hours", "set", login)
        self.ctl(OK, "hours", "add", login, "вт 17:00-19:00 вул. Хорива, 20", user="t_admin")
        self.ctl(OK, "hours", "delete", login, "пн 9:00-13:00 вул. Лісова, 5", user="t_admin")
        hours = next(h for h in self.listed("hours", "list", "kyiv") if h["officer"] == login)["hours"]
        self.assertEqual([h["place"] for h in hours], ["вул. Хорива, 20"])
        self.ctl(FAILED, "hours", "add", login, "колись", say="колись")


if __name__ == "__main__":
    unittest.main()
