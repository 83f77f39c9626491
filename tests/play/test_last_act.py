"""'u' takes back the last act and nothing older in its place, and says what; a refused act leaves the cursor where it
was; 'next' follows the list that a request was opened from."""
import psycopg2

import reports
from playcase import PlayCase, main


class LastAct(PlayCase):
    def test_what_cannot_be_undone_is_not_passed_over(self):
        for cyrillic in False, True:
            with self.subTest(cyrillic=cyrillic):
                first, second = reports.add(f"Давніше {cyrillic}.", f"Останнє {cyrillic}.", code="light")
                reports.act("t_moderator", "accept", second, 1)
                play = self.play("-f", "category:light status:new,pending", cyrillic=cyrillic).wait(f"Останнє {cyrillic}.")
                play.go_to(f"Давніше {cyrillic}.").keys("a").wait(f"{first}: accepted").keys("<Home>").go_to(f"Останнє {cyrillic}.")
                play.keys("z", "l").wait("days more").type("3 бо треба").keys("<Enter>").wait(f"{second}: prolonged")
                play.keys("u").wait(f"{second}: 'prolong' cannot be undone; once more undoes {first}: 'accept'")
                self.assertEqual(reports.status(first), "pending")
                play.keys("u").wait(f"{first}: undone: accept")
                self.assertEqual(reports.status(first), "new")
                play.kill()
                for number in first, second:
                    reports.act("t_moderator", "reject", number, reports.version(number), "spam")

    def test_a_refused_act_leaves_the_cursor(self):
        first, second = reports.add("Відхилять раніше.", "Далі в черзі.", code="sign")
        play = self.play("-f", "category:sign").wait("1/2").go_to("Відхилять раніше.")
        somebody = psycopg2.connect("")
        with somebody, somebody.cursor() as cursor:
            cursor.execute("update varta.request set version = version + 1 where id = %s", (first,))
            play.keys("a").wait_cursor("Далі в черзі.")
        somebody.close()
        play.wait(f"{first}: ", "changed this request").wait_cursor("Відхилять раніше.")
        self.assertEqual((reports.status(first), reports.status(second)), ("new", "new"))

    def test_next_follows_the_inbox(self):
        """An act out of the inbox went on to a request of the queue."""
        reports.add("У черзі.", "Теж у черзі.")
        letters = reports.add("Лист перший.", "Лист другий.", "Лист третій.", code="message")
        for letter in letters:
            reports.sql("update varta.request set operator_id = (select id from varta.operator where login = 't_officer') where id = %s", letter)
        play = self.play("-f", "status:new,pending", user="t_officer").wait("1/")
        play.keys("v", "e").wait("Messages to district officers", "Лист третій.").go_to("Лист перший.")
        play.keys("<Enter>").wait("History").keys("J").wait("Лист другий.", "History")
        play.keys("x").wait("reject, because").keys("<Enter>").wait(f"{letters[1]}: rejected", "Лист третій.", "History")
        play.keys("<Esc>").wait("Messages to district officers")
        self.assertEqual(reports.status(letters[2]), "new")

    def test_after_a_bulk_act(self):
        """What was opened from the results goes on among them, and the queue's cursor stays where it was."""
        numbers = reports.add("Гурт перший.", "Гурт другий.", "Гурт третій.", code="parking")
        play = self.play("-f", "category:parking status:all").wait("1/3").go_to("Гурт перший.").keys("<Insert>", "<Insert>")
        play.keys("a").wait("the 2 marked requests?").keys("<Enter>").wait("accept: 2 done").keys("<Enter>").wait("History", "Гурт")
        play.keys("J").wait("Гурт другий.", "History").keys("J").wait("this is the last one")
        play.keys("<Esc>").wait("2/2").keys("<Esc>").wait("/3").wait_cursor("Гурт третій.")
        self.assertEqual([reports.status(n) for n in numbers], ["pending", "pending", "new"])

    def test_jumped_to(self):
        """A request that was opened by its number is of no list: the act does not go to another one."""
        away, here = reports.add("Далеке.", "Близьке.", code="marking")
        reports.act("t_moderator", "accept", away, 1)
        play = self.play("-f", "category:marking status:new").wait("1/1")
        play.keys("I").wait("Number:").type(f"№{away}").keys("<Enter>").wait("Далеке.", "History")
        play.keys("z", "s").wait("snooze until").keys("<Enter>").wait(f"{away}: snoozed", "Далеке.")
        play.keys("J").wait("it was not opened from a list")
        self.assertEqual(reports.status(here), "new")


main()
