"""An officer's round and a commission's inspection by commands: a page to print, a route for a telephone, what was found entered
in one go, findings that become orders in one step; each wrong word is told with the way out."""
import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import reports

OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT, OFFLINE = range(7)
BUILD = os.environ["VARTA_BUILD"]
GPX = "{http://www.topografix.com/GPX/1/1}"


class RoundCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for sql in ("""select api.institution_add('kyiv', 'autodor', '{"name": "КК «Автодор»", "owns": {"sign": "everywhere"}}')""",
                    """select api.ground_set('kyiv', 'sign', '{"object": "sign", "law": "Закон", "demand": "Відновити: {що} ({місце})."}')"""):
            reports.sql(sql, user="t_admin")

    def varta(self, *args, user="t_traffic", language="en", status=OK, say=""):
        done = subprocess.run([f"{BUILD}/console/varta", *map(str, args), "-l", language], stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, PGUSER=user, TZ="Europe/Kyiv"), check=False)
        shown = f"{args}\n{done.stdout.decode()}{done.stderr.decode()}"
        self.assertEqual(done.returncode, status, shown)
        self.assertIn(say, done.stderr.decode(), shown)
        if status == OK:
            self.assertEqual(done.stderr.decode(), "", shown)
        return done.stdout.decode()

    def rows(self, *args, **kwargs):
        return [json.loads(line) for line in self.varta(*args, "--json", **kwargs).splitlines()]

    def defect(self, what, latitude, *more):
        return self.rows("defect", "add", "kyiv", "sign", what, "вул. Лісова, 5", latitude, 30.45, *more)[0]["id"]

    def test_a_round(self):
        number = reports.add("Не видно знака.", code="sign")[0]
        reports.act("t_moderator", "accept", number, reports.version(number))
        near, far, middle = self.defect("ближній", 50.460, "--request", number), self.defect("дальній \x1b[31m", 50.464), self.defect("середній", 50.462)
        made = self.rows("round", "make", "kyiv", near, far, middle, "--day", "tomorrow", "-m", "Лісова")[0]
        self.assertEqual((made["places"], made["metres"], made["officer"]), (3, 446, "Наталія Шевчук"))
        here = made["id"]
        self.assertEqual([row["defect"] for row in self.rows("round", "show", here)], [near, middle, far])
        self.assertEqual([row["defect"] for row in self.rows("round", "show", self.rows("round", "make", "kyiv", near, far, middle, "--start", "50.466,30.45")[0]["id"])],
                         [far, middle, near])
        sheet = self.varta("round", "print", here, language="uk")
        self.assertRegex(sheet, rf"^Обхід {here} · місць: 3 · 0.4 км напрямки\n")
        self.assertEqual(sheet.count("[ ] підтверджено  [ ] не підтвердилося  [ ] усунено  [ ] не наше"), 3)
        self.assertLessEqual(max(map(len, sheet.splitlines())), 80)
        self.assertNotIn("\x1b", sheet)
        route = ElementTree.fromstring(self.varta("round", "gpx", here).encode())
        self.assertEqual([(point.get("lat"), point.find(f"{GPX}name").text) for point in route.iter(f"{GPX}rtept")],
                         [("50.460000", "1. вул. Лісова, 5"), ("50.462000", "2. вул. Лісова, 5"), ("50.464000", "3. вул. Лісова, 5")])
        self.varta("round", "enter", here, "1=perhaps", status=FAILED, say="confirmed | unfounded | mended | foreign")
        self.varta("round", "enter", here, "1=conf", "9=mended", status=NOT_FOUND, say="9")
        self.assertIn("0/3", self.varta("round", "list", "kyiv"))
        self.assertIn("2/3", self.varta("round", "enter", here, "1=conf,distance=30:за деревом", "2=усунено"))
        self.assertIn("confirmed", self.varta("round", "show", here))
        self.varta("round", "enter", here, "3=foreign")
        self.varta("round", "enter", here, "3=foreign", status=FAILED, say="the round is closed")
        self.assertNotIn("Лісова", self.varta("round", "list", "kyiv"))
        self.assertIn("3/3", self.varta("round", "list", "kyiv", "--all"))
        self.assertIn("Перевірено на місці: підтвердилося.", self.varta("show", number, user="t_moderator", language="uk"))

    def test_wrong_words(self):
        one = self.defect("один", 50.46)
        self.varta("round", "make", "kyiv", one, "--day", "someday", status=USAGE, say="'someday' is no day")
        self.varta("round", "make", "kyiv", one, "--start", "here", status=USAGE, say="'here' is no point")
        self.varta("round", "make", "kyiv", 99999, status=NOT_FOUND, say="99999")
        self.varta("round", "make", "kyiv", "--district", "nowhere", status=FAILED, say="podil")
        self.varta("round", "show", 99999, status=NOT_FOUND, say="99999")
        self.varta("round", "make", "kyiv", one, user="t_moderator", status=DENIED)
        self.varta("campaign", "add", "kyiv", "title", status=USAGE, say="'title' is not KEY=VALUE")
        self.varta("campaign", "add", "kyiv", "season=winter", status=FAILED, say="spring")
        self.varta("campaign", "show", 99999, status=NOT_FOUND)

    def test_an_inspection(self):
        campaign = self.rows("campaign", "add", "kyiv", "title=Осіннє обстеження", "members=Іван Гай, начальник; Ольга Дуб", "streets=вул. Лісова; вул. Межигірська")[0]["id"]
        table = f"{os.environ['TMPDIR']}/findings.csv"
        with open(table, "w", encoding="utf-8") as file:
            file.write("object;what;place;latitude;longitude;dangerous\nsign;знак погнуто;вул. Лісова, 7;50.461;30.45;no\nmoon;місяць;вул. Лісова, 9;50.46;30.45;\n")
        out = self.varta("finding", "import", campaign, table, status=FAILED)
        self.assertRegex(out, r"2 +знак погнуто +held")
        self.assertRegex(out, r"3 +місяць +refused +there is no kind of thing 'moon'")
        self.varta("finding", "add", campaign, "sign", "знак", "вул. Лісова, 5", "50.46", status=USAGE, say="a latitude and a longitude")
        self.varta("finding", "add", campaign, "sign", "знак закрито", "вул. Лісова, 5", "50.46", "30.45", "--dangerous")
        self.varta("finding", "add", campaign, "surface", "яма", "вул. Лісова, 9", "50.46", "30.45", "--measured", "depth=12")
        self.assertRegex(self.varta("finding", "list", campaign), r"1 +.* +! +знак закрито")
        act = self.varta("campaign", "show", campaign, language="uk")
        self.assertIn("1. Іван Гай, начальник (голова)\n2. Ольга Дуб", act)
        signed = self.rows("campaign", "sign", campaign, "--issue")
        self.assertEqual([(bool(re.fullmatch(r"\d+/20\d\d", row["name"])), row["findings"]) for row in signed], [(True, 1), (False, 1)])
        self.assertIn("ПРИПИС №", self.varta("order", "show", signed[0]["name"], language="uk"))
        self.varta("finding", "drop", campaign, 1, status=FAILED, say="the act is signed")
        self.assertEqual(self.varta("campaign", "show", campaign, language="uk"), act)
        self.assertIn("Осіннє обстеження", self.varta("campaign", "list", "kyiv", user="t_moderator"))


if __name__ == "__main__":
    unittest.main()
