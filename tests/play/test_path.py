"""The whole way of a request through one moderator's hands: seen, opened, accepted, referred,
answered, approved, published. Once with Latin keys and once with only Cyrillic letters, because
whoever writes Ukrainian does not switch the layout for every command."""
import reports
from playcase import PlayCase, main

ANSWER = "Дякуємо! Яму залатають до п'ятниці."


class Path(PlayCase):
    def walk(self, cyrillic):
        number = reports.add("Яма на перехресті.\n\nГлибока, пів метра.")[0]
        play = self.open(number, cyrillic=cyrillic)
        play.wait("Яма на перехресті")
        play.keys("<Enter>").wait("Глибока, пів метра.", "вул. Межигірська, 24", "· new")
        play.keys("a").wait(f"{number}: accepted", "· pending")
        play.keys("r").wait("refer to", "· suggested")
        play.keys("<Enter>").wait(f"{number}: referred", "Referred to").absent("refer to")
        play.keys("w").wait("Answer to the resident", "Глибока, пів метра.")
        play.type(ANSWER).wait(ANSWER)
        play.keys("<F2>").wait(f"{number}: the text is saved", "answer: draft")
        play.keys("A").wait(f"{number}: the answer is approved", "answer: approved")
        play.keys("p").wait(f"Publish the answer to {number}?")
        self.assertEqual(reports.status(number), "pending", "nothing happens before it is confirmed")
        play.keys("<Enter>").wait(f"{number}: the answer is published", "answer: published")
        self.assertEqual(reports.status(number), "answered")
        self.assertEqual(self.responses(number), [(ANSWER,)])
        play.keys("q").wait("1/1")
        play.keys("q").wait_end(0)

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_from_the_list(self):
        """The same acts on the same keys without opening anything; each goes on to the next row."""
        first, second = reports.add("Перша скарга.", "Друга скарга.")
        play = self.play().wait("Перша скарга.", "Друга скарга.")
        play.go_to("Перша")
        play.keys("a").wait(f"{first}: accepted").wait_cursor("Друга скарга.")
        self.assertEqual(reports.status(first), "pending")
        play.keys("x").wait("reject, because").keys("<Down>", "<Enter>")
        play.wait(f"{second}: rejected").absent("reject, because")
        self.assertEqual(reports.status(second), "rejected")

    def test_keys_faster_than_the_database(self):
        """Accept and refer at once, while the database does not answer: both are done, in their order."""
        number = reports.add("Швидкі пальці.")[0]
        play = self.open(number)
        with reports.locked(number):
            play.keys("a", "r").wait("refer to").keys("<Enter>")
        play.wait(f"{number}: referred").absent("refer to")
        self.assertEqual(reports.sql("select count(*) from varta.referral where request_id = %s", number), [(1,)])

    def test_quitting_waits_for_the_act(self):
        number = reports.add("Останній на сьогодні.")[0]
        play = self.open(number)
        with reports.locked(number):
            play.keys("a", "q").wait("waiting for the last answer")
        play.wait_end(0)
        self.assertEqual(reports.status(number), "pending")

    def test_in_the_request_goes_on(self):
        first, second = reports.add("Третя скарга.", "Четверта скарга.")
        play = self.play().wait("Третя скарга.", "Четверта скарга.")
        play.go_to("Третя")
        play.keys("<Enter>").wait("· new", "History")
        play.keys("a").wait(f"{first}: accepted", "Четверта скарга.")
        play.keys("K").wait("Третя скарга.").keys("J").wait("Четверта скарга.")
        play.keys("<Left>").wait("status:new,pending").wait_cursor("Четверта скарга.")

    def test_publish_can_be_left(self):
        number = self.accepted("Скарга п'ята.")[0]
        reports.act("t_moderator", "draft", number, reports.version(number), "Відповідь.", True, None)
        play = self.open(number)
        play.keys("p").wait("Publish the answer").keys("y").keys("<Esc>").absent("Publish the answer")
        self.assertEqual(reports.status(number), "pending")

    def test_not_possible_now(self):
        """What the life cycle forbids says why, in the list and in the request."""
        number = reports.add("Скарга шоста.")[0]
        play = self.open(number)
        play.wait("a/ф accept").keys("A").wait("approve: there is no draft")  # what is offered is known
        play.keys("<Enter>").wait("History").keys("A").wait("approve: there is no draft")

    def test_internal_note(self):
        number = self.accepted("Скарга сьома.")[0]
        play = self.open(number)
        play.keys("<Enter>").wait("History").keys("w").wait("Answer to the resident")
        play.keys("<F6>").wait("Internal note: the resident never sees it").type("Дзвонив.").wait("Дзвонив.")
        play.keys("<F2>").wait("the text is saved", "internal note: draft", "Дзвонив.")
        self.assertEqual(reports.sql("select public from varta.response where request_id = %s", number), [(False,)])

    def test_reject_with_reason_and_note(self):
        number = reports.add("Скарга восьма.")[0]
        play = self.open(number)
        play.keys("x").wait("reject, because", "note: —")
        play.keys("3").until(lambda: play.screen.buffer[play.cursor()[0]][1].data == "3", "the third reason")
        play.keys("w").wait("Note:").type("Лайка.").keys("<Enter>").wait("note: Лайка.")
        play.keys("<Enter>").wait(f"{number}: rejected")
        self.assertEqual(reports.status(number), "rejected")
        play.keys("<Enter>").wait("History", "Лайка.")


main()
