"""The register's filter: Tab completes its words and codes by their beginning or their name, with a Latin and a Ukrainian layout; a view of the
register is saved, counted, opened from anywhere, shared by a moderator and thrown away, beside those of the queue. Before, a filter of the
register had to be typed anew each time, by heart."""
import os
import re

import database
import reports
from playcase import PlayCase, main


class OrderViews(PlayCase):
    @classmethod
    def setUpClass(cls):
        database.psql(os.environ["PGDATABASE"], "-f", f"{database.ROOT}/tests/lib/institutions.sql")
        reports.sql("select api.operator_add('t_colleague', 'Остап Вишня', 'traffic', '{kyiv}', true), api.operator_set('t_colleague', '{\"unit\": \"traffic_unit\"}')")
        for n in range(3):
            cls.issue(n, "svitlo" if n else "autodor")

    @classmethod
    def issue(cls, n, institution):
        defect = reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.47)", f"знак {n}", 50.46 + n / 100, user="t_traffic")[0][0]
        reports.sql("select api.defect_verify(%s, 1, 'confirmed')", defect, user="t_traffic")
        reports.sql("select i.id from api.order_draft(array[%s::bigint], null, %s) d cross join lateral api.order_issue(d.id, 1) i", defect, institution, user="t_traffic")

    def register(self, user="t_traffic", language="en", cyrillic=False, start="What the unit has to do", **kwargs):
        play = self.play("-l", language, user=user, cyrillic=cyrillic, columns=100, **kwargs).wait(start)
        return play.keys("v", "r").wait("Register of orders" if language == "en" else "Реєстр приписів").settle()

    def test_completion(self):
        for cyrillic in False, True:
            with self.subTest(cyrillic=cyrillic):
                play = self.register(cyrillic=cyrillic).wait("1/3")
                play.keys("/").wait("Orders:").keys("i", "n", "s").wait("institution:").keys("<Tab>").wait("Orders: institution:", "autodor", "КК «Автодор»")
                play.keys("s", "v").wait("svitlo КП «Світло»").keys("<Tab>").wait("Orders: institution:svitlo")
                play.keys("<Space>").keys("u", "n", "i").wait("unit:").keys("<Tab>", "m").wait("main_department").keys("<Tab>").keys("<Enter>").wait("1/2", "institution:svitlo unit:me")
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("state:verif").keys("<Tab>").wait("Orders: state:verified-done")
                play.keys("<Enter>").wait("the filter finds no order")
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("object:sign institution:КП").wait("svitlo КП «Світло»").keys("<Tab>").wait("institution:svitlo").keys("<Enter>").wait("/2")
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("colour:red").keys("<Enter>").wait("'colour:red' is none of state:").keys("<Esc>").absent("Orders:").kill()

    def test_ukrainian_words(self):
        play = self.register(language="uk", start="підрозділ").wait("Реєстр приписів · ще відкриті", "1/3")
        play.keys("/").wait("Приписи:").type("простр").wait("прострочені").keys("<Tab>").wait("Приписи: прострочені").keys("<Enter>").wait("прострочені").kill()

    def test_institutions_in_ukrainian(self):
        """What one owns is said in words, not by codes."""
        play = self.register(language="uk", start="підрозділ").keys("v", "i").wait("Установи", "КП «Світло»").go_to("КП «Світло»")
        play.wait("Володіє", re.compile("(ліхтар|освітлення)[^:]*: усюди в місті")).absent("everywhere").kill()

    def test_views(self):
        for cyrillic in False, True:
            with self.subTest(cyrillic=cyrillic):
                name = f"Світло {cyrillic}"
                play = self.register(cyrillic=cyrillic)
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("institution:svitlo").keys("<Enter>").wait("1/2")
                play.keys("v").wait("── v/м").keys("V").wait("Name of the view:").type(name).keys("<Enter>").wait("the view is saved").absent("Name of the view:")
                self.assertEqual(reports.sql("select filter, list from varta.saved_view where name = %s", name), [({"institution": ["svitlo"]}, "orders")])
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").keys("<Enter>").wait("/3")
                play.keys("v", "v").wait("Views, and how", name, "register: institution:svitlo").go_to(name)
                self.assertRegex(play.cursor_line(), rf"{name} +2 +register: institution:svitlo")
                play.keys("<Enter>").wait("1/2", "Register of orders · institution:svitlo").absent("Views, and how")
                play.keys("v", "v").wait("Views, and how").go_to(name).keys("s").wait(re.compile(rf"{name} .*Traffic.*: register: institution:svitlo")).kill()
                self.assertEqual(reports.sql("select list, n, unit is not null from api.views() where name = %s and city = 'kyiv'", name, user="t_colleague"), [("orders", 2, True)], "the unit has it")
                self.assertEqual(reports.sql("select 1 from api.views() where name = %s", name, user="t_moderator"), [], "nobody else has it")
                play = self.register(user="t_colleague", cyrillic=cyrillic).keys("v", "v").wait("Views, and how").go_to(name).keys("<Delete>").wait("away?").keys("<Enter>").absent("away?")
                self.assertEqual(reports.sql("select count(*) from varta.saved_view where name = %s and unit_id is not null", name), [(0,)])
                play.kill()
                play = self.register(user="t_moderator", cyrillic=cyrillic, start="Varta")
                play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("institution:svitlo").keys("<Enter>").wait("/2")
                play.keys("v").wait("── v/м").keys("V").wait("Name of the view:").type(name).keys("<Enter>").wait("the view is saved").absent("Name of the view:")
                play.keys("v", "v").wait("Views, and how").go_to(name).keys("s").wait(re.compile(rf"{name} .*kyiv: register: institution:svitlo"))
                self.assertEqual(reports.sql("select list, n from api.views() where name = %s and city = 'kyiv'", name, user="t_traffic"), [("orders", 2)], "the unit sees it")
                self.assertEqual(reports.sql("select 1 from api.views() where name = %s", name, user="t_officer"), [], "a district officer reads no orders")
                play.kill()


if __name__ == "__main__":
    main()
