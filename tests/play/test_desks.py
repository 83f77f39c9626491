"""Each role starts on what it works on, and is offered nothing else: everybody began in the same queue of everything and saw, in palette,
help and hints, acts that are for others. And what a resident wrote after the answer, which stood in no list."""
import json
import os

import psycopg2

import reports
from playcase import PlayCase, main

SIZES = ((80, 24), (140, 45), (40, 10))
DESKS = (  # user, what stands on the first screen: its title, and what is there
    ("t_moderator", "status:new,pending", "Передана яма."),
    ("t_officer", "Messages to district officers", "Лист дільничному."),
    ("t_expert", "unit:me", "Передана яма."),
    ("t_traffic", "What the unit has to do", "Чужа яма."),
    ("t_auditor", "Who did what", "Олена Коваль"),
    ("t_admin", "Outbox", "Everything has arrived"),
)


def later(number, update, text, **fields):
    item = json.dumps([dict({"n": 0, "service_request_id": str(number), "update_id": update, "description": text}, **fields)])
    source = reports.sql("select id from varta.source where code = 'kyiv-site'")[0][0]
    return reports.sql("select outcome from sync.comments(%s, %s)", source, item)[0][0]


class Desks(PlayCase):
    @classmethod
    def setUpClass(cls):
        reports.add("Лист дільничному.", code="message", phone="0501112233", attributes={"notify": "uk"})
        cls.referred, cls.other = reports.add("Передана яма.", "Чужа яма.")
        for number, unit in ((cls.referred, "legal_aid"), (cls.other, "traffic_unit")):
            reports.act("t_moderator", "accept", number, 1)
            reports.act("t_moderator", "refer", number, 2, unit)

    def test_the_first_screens(self):
        """In every size; with PICTURES in the environment they are written there."""
        for user, marker, content in DESKS:
            for columns, rows in SIZES:
                with self.subTest(user=user, columns=columns):
                    play = self.play(user=user, columns=columns, rows=rows).wait(marker, content if columns > 40 else marker).settle()
                    play.absent("your role does not allow")
                    if "PICTURES" in os.environ:
                        with open(f"{os.environ['PICTURES']}/{user}-{columns}.txt", "w", encoding="utf-8") as out:
                            out.write(play.picture())
                    play.kill()

    def test_asked_for(self):
        """Who names a filter gets that."""
        self.play("-f", "status:new", user="t_officer").wait("status:new").settle().absent("Messages to")

    def test_the_unit(self):
        for cyrillic in False, True:
            play = self.play(user="t_expert", cyrillic=cyrillic).wait("unit:me", "Передана яма.").absent("Чужа яма.")
            play.keys("v", "v").wait("My unit").wait("New to my unit", "My unit, late", "Returned by my unit").absent("To be approved").kill()
        play = self.play(user="t_moderator").wait("status:new,pending")
        play.keys("v", "v").wait("To be approved", "Returned by units", "Not sent").absent("My unit").kill()

    def test_nothing_is_offered_that_is_denied(self):
        for cyrillic in False, True:
            play = self.play("-f", str(self.referred), user="t_expert", cyrillic=cyrillic).wait("1/1")
            play.keys("z").wait("the unit takes it on").settle()
            self.assertIsNone(play.find("snooze"), "hints of a prefix")
            play.keys("<Esc>").absent("── z").keys("v").wait("statistics").settle()
            self.assertIsNone(play.find("outbox"))
            play.keys("<Esc>").absent("statistics").keys("?").wait("What works here").type("reject").settle()
            self.assertIsNone(play.find("reject "), "the help")
            play.keys("<Esc>").wait("1/1").keys("r").wait("refer: only for a moderator")
            play.keys("v", "o").wait("outbox: not with your role").kill()
        play = self.play(user="t_auditor").wait("Who did what")
        play.keys(":").wait("─").type("rejec").settle()
        self.assertIsNone(play.find("reject"))

    def test_the_unit_works_with_direct_keys(self):
        """Each act of a unit was behind a prefix, its list did not say what was new, and lists of what was new there were none."""
        for cyrillic in False, True:
            number, other = self.accepted(f"Новому підрозділові {cyrillic}.", f"Не для нас {cyrillic}.")
            for request in number, other:
                reports.act("t_moderator", "refer", request, 2, "legal_aid")
            play = self.play("-f", "unit:me untaken", user="t_expert", cyrillic=cyrillic).wait("unit:me untaken", f"Не для нас {cyrillic}.").go_to(f"Новому підрозділові {cyrillic}.")
            play.wait("a/ф the unit takes it on", "x/ч the unit returns it").wait_cursor("new").absent("zi")
            play.keys("a").wait(f"{number}: taken on by the unit").wait_cursor("taken")
            play.keys("<Home>").go_to(f"Не для нас {cyrillic}.").keys("x").wait("the unit returns it, because:").type("Не наше.").keys("<Enter>").wait(f"{other}: returned")
            self.assertEqual(reports.sql("select s.code from varta.referral f join varta.referral_state s on s.id = f.state where f.request_id in (%s, %s)"
                                         " order by f.request_id", number, other), [("accepted",), ("returned",)])
            play.keys("<Esc>").kill()
            play = self.open(number, user="t_expert", cyrillic=cyrillic).wait("taken").keys("?").wait("What works here").type("the unit answers").wait("w ц zn ят")
            play.keys("<Esc>").wait("1/1").keys("w").wait("Answer of the unit").type("Готово.").wait("Готово.").keys("<F3>")
            play.wait(f"{number}: the unit's answer is submitted").kill()
        self.open(self.referred).wait("x/ч reject").kill()

    def test_nothing_is_offered_before_anything_is_known(self):
        """The line of keys named every act before the roles were known, and a key for one did nothing at all where no row was yet."""
        connection = psycopg2.connect("")
        with connection.cursor() as cursor:
            cursor.execute("lock table varta.request, varta.operator in access exclusive mode")
            play = self.play("-f", "status:new", user="t_auditor").wait("loading", "? help").settle()
            self.assertIsNone(play.find("accept"))
            play.keys("a").wait("accept: it is still being read")
        connection.close()
        play.wait("1/1").settle()
        self.assertNotIn("accept", play.line(-1))
        play = self.play(user="t_officer").wait("Messages to", "w/ц answer").settle()
        with psycopg2.connect("") as connection, connection.cursor() as cursor:
            cursor.execute("lock table varta.request in access exclusive mode")
            play.keys("<Esc>").wait("status:").keys("v", "e").wait("Messages to").keys("w").wait("answer: it is still being read")
        connection.close()
        play.wait("Лист дільничному.").keys("w").wait("Answer to the resident")
        self.play("-f", "яєшня", user="t_moderator").wait("0/0").keys("a").wait("accept: there is nothing here")

    def test_the_auditor(self):
        for cyrillic in False, True:
            play = self.play(user="t_auditor", cyrillic=cyrillic).wait("Who did what: 7 days", "Олена Коваль", "refer")
            play.wait("log:", "events wait").wait("received ", "accept ", "refer ").absent("_added")
            play.go_to("адміністратор бази").keys("<Enter>", "<End>").wait("added: ").keys("<Esc>").wait("Who did what: 7 days")
            play.keys("<Home>").go_to("Олена Коваль").keys("<Enter>").wait("accept", "1/")
            play.keys("<Enter>").wait("· pending").keys("<Esc>", "<Esc>").wait("Who did what: 7 days")
            play.keys("<Tab>").wait("Who did what: 30 days").keys("<Esc>").wait("status:new,pending").kill()

    def test_the_alarm(self):
        """What the daemon found wrong with the history stands where an auditor begins."""
        self.play(user="t_auditor").wait("ALARM: nothing was signed for an hour").resize(40, 10).wait("ALARM: nothing")
        self.play(user="t_admin").wait("Everything has arrived", "vg/мп templates of answers").kill()
        reports.sql("select sync.log_alarm('leaf_changed 12')", user="t_syncd")
        self.play(user="t_auditor").wait("ALARM: database: leaf 12 is not the one that was signed").kill()
        self.play(user="t_auditor", env={"LANGUAGE": "uk"}).wait("ТРИВОГА: ", "запис 12 не той, який було підписано")

    def test_what_a_resident_will_read(self):
        number = reports.add("Незрозуміло що.")[0]
        for cyrillic in False, True:
            play = self.open(number, cyrillic=cyrillic)
            play.keys("x").wait("reject, because", "the resident reads:").resize(40, 10).wait("reject, because").settle()
            play.kill()

    def test_later_words(self):
        for cyrillic in False, True:
            number = reports.add(f"Відповіли {cyrillic}.")[0]
            reports.act("t_moderator", "accept", number, 1)
            reports.act("t_moderator", "answer", number, 2, "Засипали.")
            play = self.play("-f", "comment:new", cyrillic=cyrillic).wait("Nothing here")
            self.assertEqual(later(number, f"u{cyrillic}", "Яма досі там.", status="open", media_url="https://example.org/1.jpg"), "stored")
            play.wait("resident wrote: Відповіли", "residents wrote 1", "ze/яу later words seen")
            play.keys("<Enter>").wait("says it is still open · Яма досі там. · photo:", "https://example.org/1.jpg").keys("z", "e")
            play.wait("what the resident wrote later is seen").keys("<Esc>").wait("comment:new").absent("residents wrote").kill()
            play = self.open(number)
            play.wait("zo/ящ open again").keys("z", "e").wait("the resident has written nothing since").kill()

    def test_an_expert_submits(self):
        """F3 said 'publish' and was refused after the text was written."""
        for cyrillic in False, True:
            number = self.accepted(f"Експертові {cyrillic}.")[0]
            play = self.open(number, user="t_expert", cyrillic=cyrillic)
            play.keys("w").wait("Answer to the resident", "F3 submit for approval").type("Готово.").wait("Готово.").keys("<F3>")
            play.wait(f"{number}: submitted for approval")
            self.assertEqual(reports.sql("select s.code from varta.response p join varta.response_state s on s.id = p.state where p.request_id = %s", number),
                             [("submitted",)])
            play.kill()
        play = self.open(self.accepted("Модераторові.")[0])
        play.keys("w").wait("F3 publish").keys("<F6>").wait("F3 note for colleagues").kill()

    def test_a_unit_answers_in_the_editor(self):
        """It was one line, without templates."""
        for cyrillic in False, True:
            number = self.accepted(f"Підрозділові {cyrillic}.")[0]
            reports.act("t_moderator", "refer", number, 2, "legal_aid")
            play = self.open(number, user="t_expert", cyrillic=cyrillic)
            play.keys("z", "n").wait("Answer of the unit", "F3 the unit answers", "F7 templates").type("Перший рядок").keys("<Enter>").type("і другий.")
            play.wait("і другий.").keys("<F3>").wait(f"{number}: the unit's answer is submitted")
            self.assertEqual(self.responses(number), [("Перший рядок\nі другий.",)])
            play.kill()


main()
