"""An officer's order by keys alone, from a resident's report of a hidden sign to the answer that a moderator publishes: on a small and a wide
terminal, with a Latin and a Ukrainian layout. From the report to the issued order there are eight keys. Before, an officer saw the moderators' queue,
with keys that were refused."""
import contextlib
import os
import re

import database
import psycopg2
import reports
from hostile import BAD, TITLES
from playcase import PlayCase, main
from syncd import wait_for

LOOKS = ((80, 24, False), (120, 40, True))


def state(order):
    return reports.sql("select s.code from varta.orders o join varta.order_state s on s.id = o.state where o.id = %s", order)[0][0]


class Orders(PlayCase):
    places = 0

    @classmethod
    def setUpClass(cls):
        database.psql(os.environ["PGDATABASE"], "-f", f"{database.ROOT}/tests/lib/institutions.sql")

    def referred(self, text):
        Orders.places += 1
        number, = self.accepted(text, code="sign", at=(50.46, 30.45 + Orders.places / 1000), address="вул. Лісова, 5")
        reports.act("t_moderator", "refer", number, reports.version(number), "traffic_unit", None)
        return number

    def desk(self, columns=80, rows=24, cyrillic=False, **kwargs):
        return self.play("-l", "en", user="t_traffic", columns=columns, rows=rows, cyrillic=cyrillic, **kwargs).wait("What the unit has to do")

    def issued(self, what="знак не видно"):
        """An order to КК «Автодор», issued through the functions; its number in the database."""
        Orders.places += 1  # each at a place of its own: what is near is proposed as the same
        defect = reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.47)", what, 50.46 + Orders.places / 1000, user="t_traffic")[0][0]
        reports.sql("select api.defect_verify(%s, 1, 'confirmed')", defect, user="t_traffic")
        order = reports.sql("select id from api.order_draft(array[%s::bigint])", defect, user="t_traffic")[0][0]
        reports.sql("select api.order_issue(%s, 1)", order, user="t_traffic")
        return order

    def name(self, order):
        return reports.sql("select number || '/' || year from varta.orders where id = %s", order)[0][0]

    def opened(self, order, **kwargs):
        """The console at that order, found in the register."""
        play = self.desk(**kwargs).keys("v", "r").wait("Register of orders").settle()
        play.keys("/").wait("Orders:").keys("<Ctrl-u>").type(f"state:all {self.name(order)}").keys("<Enter>").wait("1/1", self.name(order)).settle()
        return play.keys("<Enter>").wait(f"order {self.name(order)}", "Steps").settle()

    def test_from_the_report_to_the_answer(self):
        for columns, rows, cyrillic in LOOKS:
            with self.subTest(columns=columns):
                number = self.referred(f"Знака за гілками не видно {columns}.")
                play = self.desk(columns, rows, cyrillic).wait(f"report        {number}").go_to(f"report        {number} ").wait("Знака за гілками")
                pressed = []
                for key, shown in (("D", f"{number}: what is wrong there"), ("<Enter>", "Requests about it"), ("c", "note and measures"),
                                   ("<Enter>", "Looked at"), ("w", "draft an order by"), ("<Enter>", "Draft: it gets its text"), ("p", "It gets its number"),
                                   ("<Enter>", re.compile(r"ПРИПИС № \d+/\d+"))):
                    play.keys(key).wait(shown).settle()
                    pressed.append(key)
                self.assertLessEqual(len(pressed), 8)
                order = reports.sql("select max(id) from varta.orders")[0][0]
                self.assertEqual(state(order), "issued")
                title = f"order {self.name(order)}"
                if columns >= 120:  # the text stands beside the facts
                    self.assertEqual(play.find(title), 1)
                    self.assertRegex(play.line(play.find("ПРИПИС")), r"issued.*ПРИПИС|видано.*ПРИПИС|.*\S.*ПРИПИС")
                play.wait("Y/Н").settle()
                self.assertIsNone(play.find("p/з issue"), "what is not possible is no key")
                play.keys("p").wait("issue: not while it is")
                play.keys("a").wait("the owner accepts; note:").type("візьмемося").keys("<Enter>").wait(f"{title}: accepted")
                play.keys("e").wait("mended, says the owner; note:").keys("<Enter>").wait(f"{title}: reported done")
                play.keys("n").wait("what was seen:").keys("<Enter>").wait("this has to be said").type("гілки ще там").keys("<Enter>").wait(f"{title}: not done")
                play.keys("Y").wait("mended, verified; note:").keys("<Enter>").wait(f"{title}: verified done")
                self.assertEqual(state(order), "verified-done")
                play.keys("<Esc>").wait("Looked at").keys("<Esc>").wait("What the unit has to do").kill()
                self.answered(number, columns, rows, cyrillic)

    def answered(self, number, columns, rows, cyrillic):
        """The moderator reads the answer that is proposed, and publishes it."""
        play = self.open(number, "-l", "en", columns=columns, rows=rows, cyrillic=cyrillic)
        play.keys("<Enter>").wait("усунено").keys("A").wait("the answer is approved").keys("p").wait("Publish the answer").keys("<Enter>").wait("answered")
        self.assertEqual(reports.status(number), "answered")
        play.kill()

    def test_rejected_and_reassigned(self):
        for columns, rows, cyrillic in LOOKS:
            order = self.issued()
            play = self.opened(order, columns=columns, rows=rows, cyrillic=cyrillic)
            play.keys("x").wait("the owner refuses, because:").type("не наша вулиця").keys("<Enter>").wait("rejected by the owner")
            play.keys("z", "r").wait("issued anew, because:").type("належить КП «Світло»").keys("<Enter>").wait("the order is for").settle()
            play.go_to("КП «Світло»").keys("<Enter>").wait("In place of", "КП «Світло»").settle()
            new = reports.sql("select id from varta.orders where replaces_id = %s", order)[0][0]
            self.assertEqual((state(order), state(new)), ("reissued", "issued"))
            self.assertEqual(play.find(f"order {self.name(new)}"), 1)
            play.keys("2").wait("Replaced by").kill()

    def test_a_defect_is_changed_joined_and_split(self):
        other = self.referred("Знака нема, ще раз.")
        number = self.referred("Знака нема.")
        play = self.desk().wait(f"report        {number}").go_to(f"report        {number} ").wait("Знака нема").keys("D").wait("what is wrong there").keys("<Enter>").wait("Requests about it").settle()
        play.keys("z", "e").wait("what is wrong:").type(", погнутий").keys("<Enter>").wait("погнутий").settle()
        play.keys("z", "l").wait("where it is:").keys("<Ctrl-u>").type("вул. Лісова, 5, навпроти").keys("<Enter>").wait("навпроти").settle()
        play.keys("z", "x").wait("dangerous now").settle().keys("z", "x").absent("dangerous now").settle()
        play.keys("z", "a").wait("about it is, too").type("дванадцять").keys("<Enter>").wait("this is no number of a request").keys("<Ctrl-u>").type("999999").keys("<Enter>")
        play.wait("not found: request 999999").keys("<Ctrl-u>").type(str(other)).keys("<Enter>").wait(f"request {other}").settle()
        play.keys("z", "b").wait("not about it is").type(str(number)).keys("<Enter>").absent(f"request {number}")
        self.assertEqual(reports.sql("select request_id from varta.defect_request where request_id in (%s, %s)", number, other), [(other,)])
        self.assertEqual(reports.sql("select count(*) from varta.event where verb in ('defect_change', 'defect_join', 'defect_split') and after::text || before::text like '%%навпроти%%'"), [(3,)])

    def test_a_bounce(self):
        """The owner has not got it: the unit reads that first, and hands it over on paper."""
        for cyrillic in (False, True):
            order = self.issued(f"не дійшло {cyrillic}")
            reports.sql("update varta.orders set undelivered_at = now() where id = %s", order)
            play = self.desk(cyrillic=cyrillic).wait("not delivered 1", self.name(order)).go_to(f" {self.name(order)} ").keys("<Enter>").wait("Steps", "the last mail to the owner did not arrive").settle()
            play.keys("<Esc>").wait("What the unit").settle().keys("v", "r").wait("Register of orders", re.compile(rf"not delivered +{self.name(order)}")).settle()
            play.keys("/").wait("Orders:").keys("<Ctrl-u>").type("undelivered").keys("<Enter>").wait("1/1").settle().keys("d").wait("handed over; registration number").type("вх. 17").keys("<Enter>")
            play.wait("the filter finds no order").kill()
            self.assertEqual(state(order), "delivered")

    def test_made_safe_later_mended(self):
        order = self.issued()
        play = self.opened(order, cyrillic=True)
        play.keys("s").wait("made safe; note:").type("огороджено").keys("<Enter>").wait("made safe")
        play.keys("A").wait("asks for time until").type("колись").keys("<Enter>").wait("first a day")
        play.keys("<Ctrl-u>").type("60d").keys("<Enter>").wait("behind the day, why").type(" немає вишки").keys("<Enter>").wait("asks for time until 20").settle()
        play.keys("L").wait("give time until").keys("<Enter>").absent("asks for time until").wait("extend")
        play.keys("Y").wait("mended, verified; note:").keys("<Enter>").wait("verified done")
        self.assertEqual(state(order), "verified-done")

    def test_cancelled_and_reissued(self):
        order = self.issued()
        play = self.opened(order)
        play.keys("X").wait("cancel: only the head of the unit does that")
        reports.sql("select api.unit_head_set('kyiv', 'traffic_unit', '{t_traffic}')", user="t_admin")
        play.keys("<Esc>").wait("Register of orders").keys("<Enter>").wait("ПРИПИС №").settle().keys("X").wait("cancelled, because:").type("помилка в адресі").keys("<Enter>").wait(": cancelled")
        play.keys("z", "r").wait("issued anew, because:").type("з виправленою адресою").keys("<Enter>").wait("the order is for").keys("<Enter>").wait("In place of")
        self.assertEqual(state(order), "reissued")
        reports.sql("select api.unit_head_set('kyiv', 'traffic_unit', '{}')", user="t_admin")

    def test_many_at_once(self):
        orders = [self.issued(f"позначений {i}") for i in range(3)]
        play = self.desk().keys("v", "r").wait("Register of orders").keys("/").wait("Orders:").keys("<Ctrl-u>").type("позначений").keys("<Enter>").wait("1/3").settle()
        play.keys("M").wait("3 marked").keys("y").wait("remind: the 3 marked orders? Each owner gets a reminder.").keys("<Enter>").wait("remind: 3 done, 0 not done")
        self.assertEqual(reports.sql("select count(*) from varta.orders where id = any(%s) and reminded_at is not null", orders)[0][0], 3)
        play.settle().keys("M").wait("3 marked")
        reports.sql("select api.order_do('order_verify', %s, null, '')", str(orders[0]), user="t_traffic")
        play.keys("Y").wait("mended, verified: the 3 marked orders? All their defects").keys("<Enter>").wait("2 done, 1 not done", self.name(orders[0])).keys("<Esc>").wait("Register of orders")

    def test_many_defects_at_once(self):
        """Marked on the unit's screen, entered with one outcome; an order of the same number as a defect is another thing."""
        for turn, (columns, rows, cyrillic) in enumerate(LOOKS):
            with self.subTest(columns=columns):
                found = [reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.44)", f"кілька {turn} {n}", 50.461 + n / 1000,
                                     user="t_traffic")[0][0] for n in range(3)]
                play = self.desk(columns, rows, cyrillic).wait(f"кілька {turn} 2").settle()
                for n in range(3):
                    play.go_to(f"кілька {turn} {n}").keys("t").wait(f"{n + 1} marked").settle().keys("<Home>")
                reports.act("t_traffic", "defect_verify", found[1], 1, "confirmed")
                reports.sql("select api.order_draft(array[%s::bigint])", found[1], user="t_traffic")  # so that it leaves the list
                play.wait(re.compile(rf"to issue +\d+ .*кілька {turn} 1")).settle()
                play.keys("C").wait("not confirmed: the 3 marked defects, 1 of them not in this list?", "Nothing more").keys("<Enter>")
                play.wait("not confirmed: 2 done, 1 not done", "someone else changed this").settle().keys("<Enter>").wait("defect", f"кілька {turn} 1").keys("<Esc>", "<Esc>")
                play.wait("What the unit has to do", "1 marked").keys("T").absent("1 marked").kill()
                self.assertEqual(reports.sql("select array_agg(outcome order by defect_id) from varta.verification where defect_id = any(%s)", found),
                                 [(["unfounded", "confirmed", "unfounded"],)])

    def test_undo(self):
        """What was entered by mistake is taken back wherever the cursor is, one act after the other; what cannot be says what can be done instead."""
        for turn, (columns, rows, cyrillic) in enumerate(LOOKS):
            with self.subTest(columns=columns):
                number = self.referred(f"Знак збито {turn}.")
                defect = reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.42, false, %s)", f"помилка {turn}", 50.461 + turn / 1000, number,
                                     user="t_traffic")[0][0]
                standing = lambda: reports.sql("select s.code from varta.defect d join varta.defect_state s on s.id = d.state where d.id = %s", defect)[0][0]  # noqa: B023,E731
                play = self.desk(columns, rows, cyrillic).wait(f"помилка {turn}").settle().go_to(f"помилка {turn}")
                play.keys("C").wait("not confirmed; note:").keys("<Enter>").wait(f"defect {defect}: not confirmed").absent(re.compile(rf"to verify +{defect} ")).settle()
                play.keys("u").wait(f"defect {defect}: to verify", re.compile(rf"to verify +{defect} ")).settle()
                self.assertEqual(standing(), "reported")
                play.keys("<Home>").go_to(f"помилка {turn}").keys("c").wait("note and measures").keys("<Enter>").wait(f"defect {defect}: confirmed").settle()
                play.keys("<Home>").go_to(f"помилка {turn}").keys("w").wait("draft an order by").keys("<Enter>").wait("Draft: it gets its text").settle()
                play.keys("W").wait("demand:").type(" негайно").keys("<Enter>").wait("негайно").settle()
                play.keys("u").absent("негайно").settle().keys("u").wait("cancelled").settle()
                play.keys("u").wait(f"defect {defect}: to verify").settle()
                play.keys("<Esc>").wait("What the unit has to do").settle()
                order = self.issued(f"помічений {turn}")
                play.keys("v", "r").wait("Register of orders").settle().keys("/").wait("Orders:").keys("<Ctrl-u>").type(f"state:all {self.name(order)}").keys("<Enter>").wait("1/1", self.name(order)).settle()
                play.keys("d").wait("handed over").type("вх. 5").keys("<Enter>").wait(f"{self.name(order)}: delivered").settle().keys("u").wait(f"{self.name(order)}: issued").settle()
                self.assertEqual(state(order), "issued")
                play.keys("u").wait("an issued order is never changed").kill()
                self.assertEqual(reports.sql("select count(*) from audit.compare('kyiv')", user="t_auditor"), [(0,)])

    def test_many_undone_at_once(self):
        found = [reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.43)", f"зграя {n}", 50.461 + n / 1000, user="t_traffic")[0][0] for n in range(3)]
        play = self.desk().wait("зграя 2").settle()
        for n in range(3):
            play.go_to(f"зграя {n}").keys("t").wait(f"{n + 1} marked").settle().keys("<Home>")
        play.keys("F").wait("not ours: the 3 marked defects?").keys("<Enter>").wait("not ours: 3 done, 0 not done").absent("зграя").settle()
        play.keys("u").wait("undo: 3 done, 0 not done", "зграя 0", "зграя 2")
        self.assertEqual(reports.sql("select count(*) from varta.verification_undone u join varta.verification v on v.id = u.verification_id where v.defect_id = any(%s)", found), [(3,)])

    def test_a_photo_that_is_not_ready(self):
        """An order is never changed: it is not issued without a photo that a daemon has in work, unless the officer says why."""
        Orders.places += 1
        defect = reports.sql("select id from api.defect_add('kyiv', 'sign', 'з фото', 'вул. Лісова, 5', %s, 30.46)", 50.46 + Orders.places / 1000, user="t_traffic")[0][0]
        reports.sql("select api.defect_verify(%s, 1, 'confirmed')", defect, user="t_traffic")
        photo = reports.sql("select photo from api.defect_photo(%s, 'before', '\\xffd8ff01')", defect, user="t_traffic")[0][0]
        order = reports.sql("select id from api.order_draft(array[%s::bigint])", defect, user="t_traffic")[0][0]
        play = self.desk().wait("з фото").settle().go_to("з фото").keys("<Enter>").wait("Draft: it gets its text").settle()
        play.keys("p").wait("It gets its number").keys("<Enter>").wait(f"photo {photo} is still being prepared")
        self.assertEqual(state(order), "draft")
        play.keys("z", "i").wait("that are not ready, because:").keys("<Enter>").wait("this has to be said").type("небезпечно вже зараз").keys("<Enter>").wait(re.compile(r"ПРИПИС № \d+/\d+"))
        self.assertEqual(reports.sql("select note from varta.order_step where order_id = %s and verb = 'order_issue'", order), [("небезпечно вже зараз",)])

    def test_what_is_typed_comes_back(self):
        order = self.issued()
        play = self.opened(order)
        reports.sql("select api.order_do('order_accept', %s, null, '')", str(order), user="t_traffic")
        play.wait("accepted").settle().keys("x").wait("the owner refuses, because:").type("не наше")
        reports.sql("select api.order_do('order_verify', %s, null, '')", str(order), user="t_traffic")
        play.settle().keys("<Enter>").wait("the owner refuses, because: не наше", "someone else changed this")

    def test_photos_and_files_are_said(self):
        """How many photos there are, before and after, stands on the order and on its defect; files say that nobody verified them."""
        order = self.issued()
        defect = reports.sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        for stage, n in (("before", 1), ("before", 2), ("after", 3)):
            reports.sql("select api.defect_photo(%s, %s, '\\xffd8ff'::bytea || %s)", defect, stage, bytes([n]), user="t_traffic")
        reports.sql("select api.order_file(%s, 'a.pdf', '%%PDF-1.7')", str(order), user="t_traffic")
        play = self.opened(order)
        play.wait("photos before: 2 · photos after: 1 · photos being processed: 3", "attached files, not verified: 1")
        play.keys("1").wait(f"defect {defect}", "photos before: 2 · photos after: 1").kill()

    def test_what_happens_while_it_is_read(self):
        """What was done while the screen was asking for what was done before is shown, too."""
        order = self.issued()
        play = self.opened(order)
        with contextlib.closing(psycopg2.connect("")) as holder:
            holder.cursor().execute("lock table varta.party_link in access exclusive mode")
            reports.sql("select api.defect_add('kyiv', 'sign', 'знак збито', 'вул. Лісова, 9', 50.49, 30.44)", user="t_traffic")
            wait_for("the screen's question", lambda: reports.sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%%order_detail%%' and pid <> pg_backend_pid()"))
            reports.sql("select api.order_act('order_deliver', %s, 2, '', 'вх. 77')", order, user="t_traffic")
            holder.rollback()
        play.wait("вх. 77")

    def test_others_read(self):
        order = self.issued()
        play = self.play("-l", "en", "-f", "status:new", user="t_moderator").wait("status:new", "Олена Коваль").settle().keys("v", "u").wait("what the unit has to do: not with your role")
        play.keys("v", "r").wait("Register of orders").keys("/").wait("Orders:").keys("<Ctrl-u>").type(self.name(order)).keys("<Enter>").wait("1/1").keys("<Enter>").wait("Steps").settle()
        self.assertIsNone(play.find("a/ф the owner accepts"))
        play.keys("a").wait("the owner accepts: ")

    def test_figures_open_what_they_count(self):
        orders = [self.issued("полічений") for _ in range(3)]
        reports.sql("select api.order_do('order_reject', %s, null, 'не наше')", str(orders[0]), user="t_traffic")
        year = reports.sql("select extract(year from now())::int")[0][0]
        for cyrillic in False, True:
            play = self.desk(cyrillic=cyrillic).keys("v", "t").wait("Orders issued this year · issued", "КК «Автодор»").settle()
            for title in "issued", "rejected", "the same place again":
                while f"· {title}" not in play.line(1):
                    play.keys("L").wait("Orders issued this year").settle()
                play.go_to("КК «Автодор»")
                counted = re.search(r"КК «Автодор» +(\d+)", play.cursor_line())[1]
                play.keys("<Enter>").wait("Register of orders").settle().wait(f"/{counted}" if counted != "0" else "the filter finds no order")
                play.keys("<Esc>").wait("Orders issued this year").settle()
            for by in "district", "object", "month":
                play.keys("<Tab>").wait(re.compile(f"^ {by} ")).settle()
            play.keys("<Home>", "<Enter>").wait("Register of orders", "issued:>20").keys("<Esc>").wait("Orders issued this year").settle()
            play.keys("<Tab>").wait(re.compile("^ institution ")).settle().keys("[").wait(f"Orders issued in {year - 1}", "no order was issued then").settle()
            play.keys("]").wait("Orders issued this year", "КК «Автодор»").settle().keys("a").wait("All orders ever issued", "КК «Автодор»").settle()
            play.go_to("КК «Автодор»").keys("<Enter>").wait("Register of orders", "city:kyiv institution:autodor").keys("<Esc>").wait("All orders").settle()
            play.keys("/").wait("Days, or a year:").type("soon").keys("<Enter>").wait("'soon' are no days").keys("<Ctrl-u>").type(f"01.01.{year}-31.12.{year}").keys("<Enter>")
            play.wait("Orders issued this year", "КК «Автодор»").settle().keys("/").wait("Days, or a year:").type("2.01.2020-3.02.2020").keys("<Enter>")
            play.wait("Orders issued from 2020-01-02 to 2020-02-03", "no order was issued then").kill()

    def test_institutions(self):
        self.issued()
        play = self.desk().keys("v", "i").wait("Institutions, and how many", "Owns", "вул. Набережна, 2").settle()
        play.go_to("svitlo").wait("light: everywhere").keys("<Home>", "<Enter>").wait("Register of orders", "institution:autodor")

    def test_the_register_in_a_file(self):
        self.issued("у файл, з комою")
        path = os.path.join(os.environ["TMPDIR"], "orders")
        for name in ".csv", ".json":
            play = self.desk().keys("v", "r").wait("Register of orders").settle().keys("<F2>").wait("Write the register").keys("<Ctrl-u>").type(path + name).keys("<Enter>")
            play.wait(re.compile(rf"orders[{name[0]}]{name[1:]}: \d+ order"))
            with open(path + name, encoding="utf-8") as file:
                lines = file.read().splitlines()
            n = reports.sql("select count(*) from varta.orders o join varta.order_state s on s.id = o.state where s.open")[0][0]
            self.assertEqual(len(lines), n + (name == ".csv"))
            play.keys("<F2>").wait("Write the register").keys("<Ctrl-u>").type(path + name).keys("<Enter>").wait("cannot write").kill()

    def test_each_screen_is_harmless_and_fits(self):
        """With the texts of an attacker in what is wrong, where, and who owns it; at 40 × 10, too."""
        bad = "".join(TITLES[name][5:] for name in ("escape", "c1", "bidi"))
        order = self.issued("вада" + bad)
        reports.sql("update varta.institution set contact = %s where code = 'autodor'", "особа" + bad)
        defect = reports.sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        number = self.referred("Звернення" + bad)
        for keys, marker in (((), "What the unit has to do"), (("v", "r"), "Register of orders"), (("v", "i"), "Institutions"), (("v", "t"), "Orders issued this"),
                             (("v", "r", "/"), "Orders:"), (("v", "r", "<F2>"), "Write the register")):
            for columns, rows in (40, 10), (80, 24), (120, 40):
                play = self.desk(columns, rows).keys(*keys).wait(marker).settle()
                self.harmless(play, f"{marker} {columns}")
                play.kill()
        play = self.opened(order)
        for columns, rows in (40, 10), (120, 40), (80, 24):
            play.resize(columns, rows).wait("order ").settle()
            self.harmless(play, f"order {columns}")
        play.keys("1").wait(f"defect {defect}", "Orders").settle()
        for columns, rows in (40, 10), (120, 40), (80, 24):
            play.resize(columns, rows).wait("defect ").settle()
            self.harmless(play, f"defect {columns}")
        play.kill()
        play = self.desk(40, 10).settle().go_to("report").keys("D").wait("what is wrong").settle()
        self.harmless(play, f"what is wrong with {number}")

    def harmless(self, play, where):
        for y, line in enumerate(play.lines()):
            self.assertIsNone(BAD.search(line), f"{where}: line {y}: {line!r}")
        y, x = play.cursor()
        self.assertTrue(0 <= y < play.rows and 0 <= x < play.columns, where)

    def test_requests_of_the_unit(self):
        number = self.referred("Передано підрозділу.")
        for cyrillic in False, True:
            play = self.desk(cyrillic=cyrillic).keys("v", "a").wait("unit:me", "Передано підрозділу.").go_to("Передано підрозділу.")
            play.keys("D").wait(f"{number}: what is wrong there").keys("w").wait("Note:").type("Знак стоїть за кіоском").keys("<Enter>").wait("note: Знак").keys("<Esc>").kill()


main()
