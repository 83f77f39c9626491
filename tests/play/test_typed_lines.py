"""Lines that are typed: an unknown code of the filter is refused with those that are known and the queue stays; №7 is a
number; what was typed comes back with Up; Ctrl-u, Ctrl-w, Ctrl-k; all that was found is marked by one key, snoozed until
tomorrow by three."""
import re
from datetime import datetime

import reports
from playcase import PlayCase, main


class TypedLines(PlayCase):
    def test_unknown_codes(self):
        number = reports.add("Фільтр не знає.")[0]
        play = self.play(columns=120).wait("Фільтр не знає.")
        for word, known in (("city:odesa", "kyiv"), ("district:nope", "dnipro, podil"), ("operator:x", "t_moderator"), ("cat:zzz", "light, lighting")):
            with self.subTest(word=word):
                play.keys("f").wait("Filter:").keys("<Ctrl-u>").absent("Filter: status").type(word).keys("<Enter>")
                play.wait("is not allowed", known, "Фільтр не знає.").wait_line(1, "status:new,pending")
                play.keys("f").wait(f"Filter: {word}").keys("<Esc>").absent("Filter:")
        self.assertEqual(reports.status(number), "new")

    def test_number_sign(self):
        number = reports.add("Номер зі знаком.")[0]
        for typed in (f"№{number}", f"#{number}"):
            play = self.play("-f", typed).wait("1/1", "Номер зі знаком.")
            play.kill()

    def test_history_and_keys(self):
        reports.add("Рядки.")
        for cyrillic in False, True:
            play = self.play(cyrillic=cyrillic).wait("1/")
            play.keys("f").wait("Filter:").keys("<Ctrl-u>").type("kind:traffic late").keys("<Ctrl-w>").wait(re.compile("Filter: kind:traffic *$"))
            play.keys("<Home>").type("mine ").keys("<Ctrl-k>").absent("kind:traffic").keys("<Enter>").absent("Filter:").wait_line(1, "mine")
            play.keys("f").wait("Filter:").keys("<Ctrl-u>").type("status:all").keys("<Enter>").absent("Filter:").wait_line(1, "status:all")
            play.keys("f").wait("Filter:").keys("<Up>").wait("Filter: status:all").keys("<Up>").wait("Filter: mine").keys("<Down>", "<Down>")
            play.absent("Filter: mine").keys("<Esc>").absent("Filter:")
            play.kill()

    def test_in_an_answer(self):
        number = self.accepted("Рядки у відповіді.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type("один два").keys("<Enter>").type("три чотири").keys("<Ctrl-w>").type("п'ять")
        play.wait("три п'ять").keys("<Up>", "<Home>", "<Ctrl-k>").type("раз").wait("раз").keys("<Down>", "<End>", "<Ctrl-u>").type("два")
        play.keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number), [("раз\nдва",)])

    def test_all_that_was_found(self):
        numbers = reports.add(*[f"Разом {n}." for n in range(60)], code="parking")
        # not due before tomorrow, whatever the hour
        reports.sql("update varta.request set due_at = now() + interval '5 days' where id = any(%s)", numbers)
        for cyrillic in False, True:
            play = self.play("-f", "cat:parking", cyrillic=cyrillic).wait("1/60").keys("M").wait("60 marked")
            if cyrillic:
                play.keys("z", "s").wait("60 marked · snooze until").keys("<Enter>").wait("snooze: tomorrow: the 60 marked requests").keys("<Enter>")
                play.wait("snooze: 60 done")
            play.kill()
        self.assertEqual(reports.sql("select count(*) from varta.request where id = any(%s) and snoozed_until > now()", numbers), [(60,)])

    def test_snooze_until_tomorrow(self):
        """Three keys; what is typed takes the place of 'tomorrow'."""
        number, other = self.accepted("Завтра.", "Пізніше.")
        self.open(number).keys("z", "s").wait("tomorrow").keys("<Enter>").wait(f"{number}: snoozed")
        self.open(other).keys("z", "s").wait("tomorrow").type("3d").wait("14:00): 3d").keys("<Enter>").wait(f"{other}: snoozed")
        ends = reports.sql("select extract(epoch from snoozed_until)::float8 from varta.request where id in (%s, %s) order by id", number, other)
        days = [(datetime.fromtimestamp(end, reports.ZONE).date() - reports.day()).days for end, in ends]
        self.assertEqual(days[1], 3)
        self.assertIn(days[0], (0, 1, 2))


main()
