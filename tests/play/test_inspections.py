"""Rounds and campaigns by keys alone: a round of what waits, outcome after outcome until it is closed; a commission's campaign
from its first finding to the orders that come of it. Wide and narrow, with a Latin and a Ukrainian layout; what cannot be is said."""
import os
import re

import database
import reports
import streets
from hostile import BAD, TITLES
from playcase import PlayCase, main

LOOKS = ((80, 24, False), (120, 40, True))


class Inspections(PlayCase):
    @classmethod
    def setUpClass(cls):
        database.psql(os.environ["PGDATABASE"], "-f", f"{database.ROOT}/tests/lib/institutions.sql")
        streets.add([("вулиця Лісова", "вулиця", 5, [[[30.45, 50.455], [30.45, 50.475]]])])
        reports.sql("""do $$
            declare
                v_import integer := api.streets_begin('kyiv', 'Реєстр', '', null);
            begin
                perform api.streets_take('kyiv', v_import, 'houses', '{}', '[[1, {"street": "вул. Лісова", "number": "5", "lat": 50.4605, "lon": 30.4502}]]'),
                        api.streets_end('kyiv', v_import, 'houses', false);
            end $$""")

    def desk(self, columns=80, rows=24, cyrillic=False, **kwargs):
        return self.play("-l", "en", user="t_traffic", columns=columns, rows=rows, cyrillic=cyrillic, **kwargs).wait("What the unit has to do").settle()

    def inspections(self, **kwargs):
        return self.desk(**kwargs).keys("v", "c").wait("Rounds and campaigns").settle()

    def defect(self, what, lat):
        return reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.45)", what, lat, user="t_traffic")[0][0]

    def outcomes(self):
        return reports.sql("select string_agg(v.outcome || ' ' || v.note, ', ' order by p.n) from varta.round_place p left join varta.verification v on v.id = p.verification_id"
                           " where p.round_id = (select max(id) from varta.round)")[0][0]

    def test_a_round(self):
        for turn, (columns, rows, cyrillic) in enumerate(LOOKS):
            with self.subTest(columns=columns):
                for n in range(3):
                    self.defect(f"обхідний {columns} {n}", 50.461 + turn / 100 + n / 1000)
                play = self.inspections(columns=columns, rows=rows, cyrillic=cyrillic)
                play.keys("N").wait("a new round; day and district").keys("<Enter>").wait("0 of 3 seen", f"обхідний {columns} 0").settle()
                self.assertEqual(reports.sql("select places from api.inspections('kyiv') i cross join lateral (select split_part(i.name, '/', 2) as places) x"
                                             " where i.thing = 'round' and section = 'round'", user="t_traffic"), [("3",)])
                play.keys("c").wait("note and measures").type("відстань=30 за гілкою").keys("<Enter>").wait("1 of 3 seen").settle()
                play.keys("C").wait("not confirmed; note").keys("<Enter>").wait("2 of 3 seen").settle()
                play.keys("m").wait("mended; note").keys("<Enter>").wait("3 of 3 seen")
                self.assertEqual(self.outcomes(), "confirmed за гілкою, unfounded , mended ")
                play.keys("<Esc>").wait("Rounds and campaigns", "closed", "3/3").kill()

    def test_closing_and_what_cannot_be(self):
        self.defect("лишається", 50.47)
        play = self.inspections()
        play.keys("N").wait("day and district").type("ніде").keys("<Enter>").wait("first a day").keys("<Ctrl-u>").type("1d ніде").keys("<Enter>")
        play.wait("is not allowed as district", "podil").keys("<Ctrl-u>").type("1d поділ").keys("<Enter>").wait("0 of 1 seen", "лишається").settle()
        play.keys("z", "c").wait("does nothing here").keys("<Esc>").wait("Rounds and campaigns", "0/1").settle()
        play.keys("<Home>", "z", "c").wait("Close the round?").keys("<Enter>").wait(re.compile(r"round \d+: closed"))
        play.keys("z", "f").wait("this is a round")
        self.assertEqual(reports.sql("select count(*) from varta.round where closed_at is null"), [(0,)])

    def test_a_campaign(self):
        for columns, rows, cyrillic in LOOKS:
            with self.subTest(columns=columns):
                play = self.inspections(columns=columns, rows=rows, cyrillic=cyrillic)
                play.keys("z", "n").wait("a new campaign; title").type(f"осіннє {columns}").keys("<Enter>").wait("АКТ ОБСТЕЖЕННЯ", f"осіннє {columns}").settle()
                play.keys("z", "G").wait("Sign the act").keys("<Enter>").wait("members").settle()
                play.keys("z", "m").wait("commission, the chairman first").type("Іван Гай, заступник; Ольга Дуб, інженер").keys("<Enter>").wait("Ольга Дуб · інженер").settle()
                play.keys("z", "s").wait("streets, with").type("вул. Лісова").keys("<Enter>").wait("Streets").settle()
                play.keys("z", "f").wait("found (sign").type("знак; не видно").keys("<Enter>").wait("is not allowed as finding")
                play.type(f" {columns}; вул. Лісова, 5; відстань=30").keys("<Enter>").wait(f"1 · road sign · не видно {columns}").settle()
                play.keys("z", "f").wait("found (sign").type("! знак; зайвий; вул. Лісова, 5").keys("<Enter>").wait("2 · road sign · зайвий").settle()
                play.keys("z", "d").wait("drop the finding").type("2").keys("<Enter>").absent("2 · road sign").settle()
                play.keys("z", "G").wait("Sign the act and issue its orders?").keys("<Enter>").wait(re.compile(r"1 +order \d+/20")).absent("not signed").settle()
                order, name = reports.sql("select id, number || '/' || year from varta.orders order by id desc limit 1")[0]
                play.keys("1").wait(f"order {name}", f"не видно {columns}").settle()
                self.assertEqual(reports.sql("select state from api.orders_page('{}', null, null, false, 50) where id = %s", order, user="t_traffic"), [("issued",)])
                play.keys("<Esc>").wait("signed").settle().keys("z", "f").wait("not while it is").kill()

    def test_small_and_in_ukrainian(self):
        self.defect("малий", 50.462)
        play = self.play("-l", "uk", user="t_traffic", columns=40, rows=10).wait("Робота підрозділу").settle()
        play.keys("v", "c").wait("Обходи й обстеження").settle()
        for columns, rows in ((132, 43), (40, 10)):
            play.resize(columns, rows)
            play.wait("Обходи й обстеження")

    def test_hostile(self):
        for title in TITLES.values():
            reports.sql("select api.inspection_do('campaign_add', 'kyiv', null, null, null, %s)", title.replace("\x00", "")[:150], user="t_traffic")
        play = self.inspections(columns=100, rows=40)
        for line in play.lines():
            self.assertIsNone(BAD.search(line), line)

    def test_others_read(self):
        self.defect("чужий", 50.463)
        reports.sql("select api.inspection_do('round_make', 'kyiv', null, null, null, null)", user="t_traffic")
        play = self.play("-l", "en").wait("№").keys("v", "c").wait("Rounds and campaigns", re.compile(r"round +0/\d")).settle()
        play.keys("z", "c").wait("close the round: not with your role").keys("N").wait("a new round: not with your role")


main()
