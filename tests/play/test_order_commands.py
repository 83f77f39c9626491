"""An officer's order from the report to the answer by commands alone: institutions from a table, a defect, its verification,
the order, what the owner says, the register and its figures; each wrong word is told with the way out."""
import json
import os
import re
import subprocess
import unittest

import reports

OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT, OFFLINE = range(7)
BUILD = os.environ["VARTA_BUILD"]


class OrderCommands(unittest.TestCase):
    def run_as(self, user, program, *args, status=OK, say=""):
        done = subprocess.run([f"{BUILD}/{program}", *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, PGUSER=user, TZ="Europe/Kyiv"), check=False)
        shown = f"{program} {args}\n{done.stdout.decode()}{done.stderr.decode()}"
        self.assertEqual(done.returncode, status, shown)
        self.assertIn(say, done.stderr.decode(), shown)
        if status == OK:
            self.assertEqual(done.stderr.decode(), "", shown)
        return done.stdout.decode()

    def varta(self, *args, user="t_traffic", **kwargs):
        return self.run_as(user, "console/varta", *args, "-l", kwargs.pop("language", "en"), **kwargs)

    def ctl(self, *args, **kwargs):
        return self.run_as("t_admin", "admin/vartactl", *args, **kwargs)

    def rows(self, *args, **kwargs):
        return [json.loads(line) for line in self.varta(*args, "--json", **kwargs).splitlines()]

    def table(self, *lines):
        path = f"{os.environ['TMPDIR']}/institutions.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(("code,name,email,owns",) + lines) + "\n")
        return path

    def institutions(self):
        self.ctl("institution", "import", "kyiv", self.table("autodor,КК «Автодор»,a@example.org,\"sign: вул. Лісова, непарні 1-33\"",
                                                             "svitlo,КП «Світло»,,sign; light"))
        self.ctl("ground", "set", "kyiv", "sign", "object=sign", "law=Закон, стаття 9", "demand=Відновити: {що} ({місце}).", "days=10")

    def test_a_table_is_kept_whole_or_not_at_all(self):
        out = self.ctl("institution", "import", "kyiv", self.table("one,Перша,,light", "two,,,light", "three,Третя,nomail,light", "four,Четверта,,roof"), status=FAILED)
        self.assertRegex(out, r"2 +one +held")
        self.assertRegex(out, r"3 +two +refused +the name is empty")
        self.assertRegex(out, r"4 +three +refused +'nomail' is no e-mail address")
        self.assertRegex(out, r"5 +four +refused +there is no kind of thing 'roof'")
        self.assertNotIn("Перша", self.varta("institutions", "kyiv"))
        self.institutions()
        self.assertRegex(self.ctl("institution", "import", "kyiv", self.table("svitlo,КП «Світло»,,sign; light")), r"2 +svitlo +same")

    def test_many_defects_with_one_outcome(self):
        found = [str(self.rows("defect", "add", "kyiv", "sign", f"один із кількох {n}", "вул. Лісова, 7", 50.463 + n / 1000, 30.45)[0]["id"]) for n in range(3)]
        self.varta("defect", "verify", *found[:2], "999999", found[2], "unfounded", "-m", "дощ", status=NOT_FOUND, say="999999")
        self.assertEqual(reports.sql("select outcome, note from varta.verification where defect_id = any(%s::bigint[]) order by defect_id", found), [("unfounded", "дощ")] * 3)

    def test_from_the_report_to_the_answer(self):
        self.institutions()
        number = reports.add("Не видно знака за гілками.", code="sign")[0]
        reports.act("t_moderator", "accept", number, reports.version(number))
        defect = self.rows("defect", "add", "kyiv", "sign", "знак 2.1 закрито гілками", "вул. Лісова, 5", 50.46, 30.45, "--request", number)[0]["id"]
        self.varta("order", "draft", defect, status=FAILED, say="a defect has to be confirmed first")
        self.varta("defect", "verify", defect, "perhaps", status=FAILED, say="confirmed | unfounded | mended | foreign")
        self.varta("defect", "verify", defect, "confirmed", "--measured", "much", status=FAILED, say="depth=12 length=2.5")
        self.assertIn("confirmed", self.varta("defect", "verify", defect, "confirmed", "--measured", "distance=30.5"))
        draft = self.rows("order", "draft", defect)[0]
        self.assertEqual((draft["name"], draft["institution"]), ("", "autodor"))
        order = self.rows("order", "issue", draft["id"])[0]["name"]
        self.assertRegex(order, r"^\d+/20\d\d$")
        text = self.varta("order", "show", order, language="uk")
        self.assertRegex(text, rf"ПРИПИС № {order}\nвід ")
        self.assertIn("Виміряно: відстань 30,5 м", text)
        self.assertRegex(text, r"видати · Наталія Шевчук")
        self.varta("order", "accept", "999/2026", status=NOT_FOUND, say="999/2026")
        self.varta("order", "accept", "twelve", status=FAILED, say="12/2026")
        self.varta("order", "reject", order, status=USAGE, say="--note")
        self.varta("order", "cancel", order, "-m", "so", status=DENIED)
        self.varta("order", "accept", order)
        self.varta("order", "accept", order, status=FAILED)
        self.varta("order", "ask-time", order, "-m", "немає автовишки", "--until", "2020-01-01", status=FAILED)
        self.varta("order", "ask-time", order, "-m", "немає автовишки", "--until", "someday", status=USAGE, say="'someday' is no day")
        self.assertIn(order, self.varta("order", "list", "state:accepted", "installed", "institution:autodor", "object:sign") + self.varta("order", "list", "стан:accepted", "Лісова"))
        self.assertIn(order, self.varta("order", "list", "issued:>2020-01-01", "city:kyiv"))
        self.assertNotIn(order, self.varta("order", "list", "issued:>2099-01-01"))
        table = self.varta("order", "list", "city:kyiv", "--csv").splitlines()
        self.assertEqual((table[0][:13], [order in line for line in table[1:]]), ("city,id,versi", [True]))
        self.varta("order", "list", "colour:red", status=USAGE, say="is none of state: city: institution:")
        self.varta("order", "list", "institution:nobody", status=FAILED, say="autodor")
        self.varta("order", "done", order)
        self.varta("order", "verify", order, "-m", "гілки обрізано")
        self.assertEqual(re.findall(r"КК «Автодор» +1 +0 +0 +1 +0", self.varta("order", "statistics", "kyiv")) != [], True)
        self.varta("order", "verify", order, user="t_moderator", status=DENIED)
        self.assertEqual(reports.sql("select state from varta.response where request_id = %s", number), [(2,)])
        self.assertIn("усунено", self.varta("show", number, user="t_moderator", language="uk"))


if __name__ == "__main__":
    unittest.main()
