"""What is asked says what will happen: an act on many names the unit and who else is there, a duplicate that is elsewhere
and about something else its distance, a snooze beyond the deadline that; '0' clears the filter; a row that stands before
later ones says why."""
import re

import reports
from playcase import PlayCase, main

FAR = {"lat": 50.45, "long": 30.60}


class AskedBefore(PlayCase):
    def test_many(self):
        for cyrillic, columns, rows in ((False, 80, 24), (True, 40, 10)):
            with self.subTest(columns=columns):
                code = "parking" if cyrillic else "sign"
                one, two = self.accepted("Гуртом перше.", "Гуртом друге.", code=code)
                reports.act("t_moderator2", "draft", two, reports.version(two), "Моя чернетка.", True, None)
                play = self.play("-f", f"category:{code} status:pending", columns=columns, rows=rows, cyrillic=cyrillic).wait("1/2")
                play.keys("<Home>", "<Insert>", "t").wait("2 marked").keys("r").wait("refer to").keys("<Enter>")
                play.wait("refer:", "has a draft", str(two)).keys("<Esc>").absent("has a draft")
                self.assertEqual(reports.sql("select count(*) from varta.referral where request_id in (%s, %s)", one, two), [(0,)])
                reports.sql("select api.presence_set(%s, 'reply')", one, user="t_moderator2")
                play.keys("z", "s").wait("snooze until").keys("<Enter>")
                play.wait("tomorrow", re.compile("is writing: *" + ("" if columns == 40 else str(one)))).keys("<Enter>").wait("snooze: 2 done")
                play.kill()

    def test_enter_before_the_answer_is_there(self):
        """Keys may be faster than the database: what nobody else is at is done, without a second key."""
        numbers = self.accepted("Швидше перше.", "Швидше друге.", code="marking")
        play = self.play("-f", "category:marking status:pending").wait("1/2").keys("<Home>", "<Insert>", "t").wait("2 marked")
        play.keys("e", "<Enter>").wait("take: 2 done")
        self.assertEqual(len(numbers), 2)

    def test_a_doubtful_duplicate(self):
        first = reports.add("Далеко і про інше.", code="light", at=(FAR["lat"], FAR["long"]))[0]
        second, near = reports.add("Тут знак.", "Тут теж знак.", code="sign")
        play = self.open(second)
        play.keys("d").wait("Near and similar").keys("I").wait("Number:").type(str(first)).keys("<Enter>").wait("Далеко і про інше.")
        play.keys("<Enter>").wait("is elsewhere and about something else", "Дніпровський", re.compile(r"70\d\d m|71\d\d m")).keys("<Esc>").absent("is elsewhere")
        self.assertEqual(reports.status(second), "new")
        play.keys("<Esc>").absent("Near and similar").keys("d").wait("Near and similar", "Тут теж знак.")
        play.go_to(str(near)).keys("<Enter>").wait(f"{second}: merged")

    def test_snoozed_beyond_the_deadline(self):
        number = reports.add("Строк спливає.")[0]
        play = self.open(number)
        play.keys("z", "s").wait("snooze until").type("5w").keys("<Enter>").wait(f"{number} has to be answered by", "Snooze it beyond that?")
        play.keys("<Esc>").absent("beyond that").keys("<Esc>").absent("snooze until")
        self.assertEqual(reports.sql("select snoozed_until from varta.request where id = %s", number), [(None,)])
        play.keys("z", "s").wait("snooze until", "tomorrow").keys("<Enter>")
        play.until(lambda: play.find("snoozed") is not None or play.find("beyond that") is not None, "neither done nor asked")

    def test_zero_clears_the_filter(self):
        reports.add("Усе відкрите.")
        play = self.play("-f", "status:answered district:dnipro mine").wait("Nothing here. 0 shows what is open.")
        play.keys("0").wait("status:new,pending", "Усе відкрите.")
        self.assertNotIn("mine", play.line(1))

    def test_what_stands_first_says_why(self):
        """16 days from its deadline, above one that is late."""
        back, late = self.accepted("Повернуте підрозділом.", "Прострочене давно.", code="road")
        reports.sql("update varta.request set due_at = now() - interval '9 days' where id = %s", late)
        reports.act("t_moderator", "refer", back, reports.version(back), "traffic_unit", None)
        reports.sql("select api.referral_return(%s, %s, p_text => 'не наше')", back, reports.version(back), user="t_traffic")
        play = self.play("-f", "category:road status:pending").wait("returned: ", "Прострочене")
        self.assertLess(play.find("returned: "), play.find("Прострочене"))


main()
