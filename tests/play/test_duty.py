"""An officer's hours and absence: only an administrator could set them, so that nobody did, and the inbox showed everybody's messages, most of
them sealed. What an absence does to the inbox is shown in both consoles, live."""
import json
import os
import subprocess

import reports
from playcase import PlayCase, main

BEATS = (("west", "Захід", 30.4, 30.52, "t_officer"), ("east", "Схід", 30.52, 30.7, "d_second"))


def box(west, east):
    return [[[west, 50.4], [east, 50.4], [east, 50.52], [west, 50.52], [west, 50.4]]]


def varta(*args, user="t_officer"):
    done = subprocess.run([os.environ["VARTA_BUILD"] + "/console/varta", *args], env=dict(os.environ, PGUSER=user), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Duty(PlayCase):
    @classmethod
    def setUpClass(cls):
        reports.sql("select api.operator_add('d_second', 'Ганна Кравець', 'officer', '{kyiv}', true)")
        areas = [{"type": "Feature", "properties": {"code": code, "name": name}, "geometry": {"type": "Polygon", "coordinates": box(west, east)}}
                 for code, name, west, east, _ in BEATS]
        reports.sql("select count(*) from api.beat_import('kyiv', %s)", json.dumps({"type": "FeatureCollection", "features": areas}))
        for code, _, _, _, login in BEATS:
            reports.sql("select api.beat_assign('kyiv', %s, %s, now() - interval '1 day')", code, login)
        reports.add("Лист на захід.", code="message", at=(50.46, 30.45), phone="0501112233", first_name="Оксана", last_name="Гринь")
        reports.add("Лист на схід.", code="message", at=(50.46, 30.60))

    def tearDown(self):
        super().tearDown()
        reports.sql("delete from varta.absence")
        reports.sql("delete from varta.office_hours")

    def inbox(self, user, **kwargs):
        return self.play(user=user, **kwargs).wait("Messages to district officers", "· 1")

    def test_the_own_beat(self):
        self.inbox("t_officer").wait("Захід", "Лист на захід.", "resident: Оксана Гринь · 0501112233").settle().absent("Лист на схід.", "private")
        self.play("-f", "status:new", user="t_moderator").wait("status:new").keys("v", "e").wait("Messages to", " 2").kill()

    def walk(self, cyrillic):
        """Away until the day after tomorrow: the deputy's open console has the message at once, and loses it at the return."""
        until = reports.day(2).strftime("%d.%m")
        deputy = self.inbox("d_second").absent("Лист на захід.")
        play = self.inbox("t_officer", cyrillic=cyrillic).keys("v", "d").wait("Hours and absence", "Захід", "no hours and no absence yet")
        play.keys("a").wait("Away until").type("колись").wait("колись").keys("<Enter>").wait("these are no days")
        play.keys("<Ctrl-u>").absent("колись").type(until).wait(until).keys("<Enter>").wait("Who stands in for you?", "Ганна Кравець · Схід", "nobody")
        play.keys("<Enter>").wait("done").wait(f"you are away until {until}, Ганна Кравець stands in")
        deputy.wait(f"you stand in for Тарас Бондар until {until}", "Лист на захід.", "Лист на схід.", "· 2")
        play.keys("<Esc>").wait(f"you are away until {until}", "Лист на захід.").keys("v", "d").wait("Hours and absence", "stands in").keys("D")
        play.wait("Are you back?").keys("<Enter>").wait("no hours and no absence yet").keys("<Esc>").wait("Messages to").absent("you are away")
        deputy.absent("Лист на захід.").wait("· 1")

    def test_away_and_back(self):
        self.walk(False)

    def test_away_and_back_cyrillic(self):
        self.walk(True)

    def test_the_deputy_answers(self):
        number = reports.add("Відповість заступниця.", code="message", at=(50.46, 30.45))[0]
        self.assertEqual(varta("away", "5d", "--to", "d_second")[0], 0)
        play = self.play(user="d_second").wait("stand in for", "Відповість").go_to("Відповість")
        until = reports.day(4).strftime("%d.%m")
        play.wait(f"Захід · Тарас Бондар, away until {until}, deputy: Ганна Кравець").keys("w").wait("Answer to the resident").type("Прийду.").wait("Прийду.").keys("<F3>")
        play.wait("cannot be taken back").keys("<Enter>").wait(f"{number}: the answer is published")
        self.assertEqual(reports.status(number), "answered")

    def test_it_ends_by_itself(self):
        """Nothing is told when an absence ends by the clock: the inbox knows when that is."""
        reports.sql("select varta.absence_store(o, d, tstzrange(now() - interval '1 hour', now() + interval '8 s'))"
                    " from varta.operator o, varta.operator d where o.login = 't_officer' and d.login = 'd_second'")
        play = self.play(user="d_second").wait("stand in for Тарас Бондар", "Лист на захід.")
        play.absent("Лист на захід.", "stand in")

    def test_a_key_ahead_of_its_row(self):
        """It was refused, for there was nothing yet; it is for the row that comes."""
        self.assertEqual(varta("away", "5d", "--to", "d_second")[0], 0)
        play = self.inbox("t_officer").wait("you are away until")
        play.keys("vdD").wait("Are you back?").keys("<Esc>").wait("stands in").keys("<Esc>").wait("Messages to")
        self.assertEqual(reports.sql("select count(*) from varta.absence where period @> now()"), [(1,)])
        self.assertEqual(varta("back")[0], 0)
        play.keys("vdD").wait("throw away: there is nothing here", "no hours and no absence yet")

    def test_hours(self):
        for cyrillic in False, True:
            play = self.inbox("t_officer", cyrillic=cyrillic).keys("v", "d").wait("Hours and absence", "no hours")
            play.keys("n").wait("Day, hours, place").type("вт 17-19").wait("вт 17-19").keys("<Enter>").wait("tue 17:00-19:00 and the place")
            play.keys("<Ctrl-u>").type("вт 17:00-19:00 вул. Хорива, 20").keys("<Enter>").wait("office hours added", "hours: вт 17:00–19:00 вул. Хорива, 20")
            play.keys("n").wait("Day, hours, place").type("mon 9:00-11:00 школа\u202e\u0007").keys("<Enter>").wait("hours: пн 09:00–11:00 школа")
            play.resize(40, 10).wait("hours: пн").keys("D").wait("No longer:").keys("<Enter>").wait("done").absent("школа")
            play.wait("hours: вт 17:00").keys("D").wait("No longer:").keys("<Enter>").wait("no hours").kill()

    def hours(self):
        return [line for line, in reports.sql("select varta.hours_line(h) from varta.office_hours h order by weekday, opens")]

    def test_two_consoles_of_one_officer(self):
        """Each wrote all lines as it had read them, so that the other's line was lost."""
        self.assertEqual(varta("hours", "пн 9:00-11:00 школа", "вт 17:00-19:00 вул. Хорива, 20")[0], 0)
        first, second = [self.inbox("t_officer").keys("v", "d").wait("Hours and absence", "hours: пн", "hours: вт") for _ in range(2)]
        first.keys("n").wait("Day, hours, place").type("чт 9:00-11:00 ринок").keys("<Enter>").wait("hours: чт 09:00–11:00 ринок")
        second.keys("D").wait("No longer: пн 09:00–11:00 школа?").keys("<Enter>").wait("hours: чт 09:00–11:00 ринок").absent("школа")
        self.assertEqual(self.hours(), ["вт 17:00–19:00 вул. Хорива, 20", "чт 09:00–11:00 ринок"])
        first.absent("школа").keys("<Home>").go_to("вт 17:00").keys("D").wait("No longer: вт")
        second.keys("<Home>").go_to("вт 17:00").keys("D").wait("No longer: вт").keys("<Enter>").absent("вт 17:00")
        first.keys("<Enter>").wait("not found: office hours вт 17:00–19:00 вул. Хорива, 20")
        self.assertEqual(self.hours(), ["чт 09:00–11:00 ринок"])

    def test_one_line_by_command(self):
        self.assertEqual(varta("hours", "вт 17:00-19:00 тут")[0], 0)
        self.assertEqual(varta("hours-add", "thu 9:00-11:00 там"), (0, "beat: Захід\nhours: вт 17:00–19:00 тут\nhours: чт 09:00–11:00 там\n"))
        status, said = varta("hours-add", "чт 10:00-12:00 деінде")
        self.assertEqual((status, "expected times that do not overlap" in said), (1, True), said)
        self.assertEqual(varta("hours-delete", "вт 17:00–19:00 тут"), (0, "beat: Захід\nhours: чт 09:00–11:00 там\n"))
        status, said = varta("hours-delete", "вт 17:00–19:00 тут")
        self.assertEqual((status, "not found" in said), (3, True), said)
        self.assertEqual(varta("hours-add")[0], 2)

    def test_not_for_others(self):
        play = self.play("-f", "status:new", user="t_moderator").wait("Олена Коваль", "status:new").settle().keys("v").wait("statistics").settle()
        self.assertIsNone(play.find("hours and absence"))
        play.keys("d").wait("hours and absence: not with your role")

    def test_commands(self):
        self.assertEqual(varta("duty"), (0, "beat: Захід\n"))
        status, said = varta("away", "24.12-31.12", "--to", "d_second")
        number = reports.sql("select max(id) from varta.absence")[0][0]
        self.assertEqual((status, said), (0, f"beat: Захід\n{number}: you are away from 24.12 until 31.12, Ганна Кравець stands in\n"))
        self.assertEqual(varta("duty", user="d_second"), (0, f"beat: Схід\n{number}: you stand in for Тарас Бондар from 24.12 until 31.12\n"))
        self.assertEqual([json.loads(line)["what"] for line in varta("duty", "--json")[1].splitlines()], ["beat", "away"])
        self.assertEqual(varta("back", str(number)), (0, "beat: Захід\n"))
        status, said = varta("back")
        self.assertIn("you are not away", said)
        self.assertEqual(status, 1)
        self.assertEqual(varta("away"), (0, f"beat: Захід\n{number + 1}: you are away until further notice, nobody stands in\n"))
        self.assertEqual(varta("back"), (0, "beat: Захід\n"))
        self.assertEqual(varta("hours", "вт 17:00-19:00 тут"), (0, "beat: Захід\nhours: вт 17:00–19:00 тут\n"))
        self.assertIn("tue 17:00-19:00 and the place", varta("hours", "колись")[1])
        self.assertEqual(varta("hours", ""), (0, "beat: Захід\n"))
        self.assertEqual(varta("away", "колись")[0], 2)
        self.assertNotEqual(varta("away", "today", user="t_moderator")[0], 0)


main()
