"""Many at once: requests are marked by number, so that marks survive another filter and a new reading; the
count is always shown, also of what the list does not show; one confirmation, and then a result for each
request. What was not done stays marked, and says why."""
import re

import reports
from playcase import PlayCase, main


class Bulk(PlayCase):
    def marked(self, name, cyrillic=False, **kwargs):
        """A console on three new requests, the first and the third marked."""
        numbers = reports.add(*[f"{name} {i}." for i in range(3)], **kwargs)
        play = self.play("-f", "status:new", cyrillic=cyrillic).wait(f"{name} 2.").go_to(f"{name} 0.")
        play.keys("t").wait("1 marked").keys("j", "j").wait_cursor(f"{name} 2.").keys("t").wait("2 marked")
        return play, numbers

    def statuses(self, numbers):
        return [reports.status(number) for number in numbers]

    def finish(self, numbers):
        for number in numbers:
            if reports.status(number) == "new":
                reports.act("t_moderator", "reject", number, reports.version(number), "spam", None)

    def reject(self, cyrillic):
        name = "Табличка" if cyrillic else "Огорожа"
        play, numbers = self.marked(name, cyrillic)
        play.keys("x").wait("2 marked: reject, because", "note: —").keys("<Down>", "<Enter>")
        play.wait(re.compile(r"reject: .+: the 2 marked requests\?"))
        self.assertEqual(self.statuses(numbers), ["new"] * 3, "nothing happens before it is confirmed")
        play.keys("<Esc>").absent("requests?").wait("2 marked")
        play.keys("x").wait("note: —").keys("<Enter>").wait("requests?").keys("<Enter>")
        play.wait("2/2", "reject: 2 done, 0 not done", f"{numbers[0]}  rejected", f"{numbers[2]}  rejected")
        self.assertEqual(self.statuses(numbers), ["rejected", "new", "rejected"])
        play.keys("q").wait("status:new").absent("marked").wait(f"{name} 1.")
        play.keys("u").wait("undo: 2 done, 0 not done", "2/2")
        self.assertEqual(self.statuses(numbers), ["new"] * 3)
        play.keys("q").wait(f"{name} 0.", f"{name} 2.")
        self.finish(numbers)

    def test_latin(self):
        self.reject(False)

    def test_cyrillic(self):
        self.reject(True)

    def test_marks_survive_the_filter(self):
        play, numbers = self.marked("Перила", code="light")
        play.keys("/").wait("Filter:").type(" cat:sign").keys("<Enter>").wait("cat:sign", "2 marked", "Nothing here")
        play.keys("a").wait("accept: the 2 marked requests, 2 of them not in this list?")
        play.keys("<Enter>").wait("accept: 2 done, 0 not done").keys("q").absent("marked")
        self.assertEqual(self.statuses(numbers), ["pending", "new", "pending"])
        self.finish(numbers)

    def test_what_was_not_done_stays_marked(self):
        """Somebody else was first with one of them: it is told, stays marked, and done when asked again."""
        play, numbers = self.marked("Бордюр")
        play.keys("a").wait("accept: the 2 marked requests?")
        reports.act("t_moderator2", "take", numbers[2], reports.version(numbers[2]))
        play.keys("<Enter>").wait("accept: 1 done, 1 not done", "1/2", f"{numbers[0]}  accepted",
                                  f"! {' ' * 6}{numbers[2]}  Ігор Мельник changed this request"[:20])
        play.wait_cursor("Ігор Мельник changed")
        play.keys("q").wait("1 marked")
        play.keys("a").wait("accept: the 1 marked request?").keys("<Enter>").wait("accept: 1 done, 0 not done")
        self.assertEqual(self.statuses(numbers), ["pending", "new", "pending"])
        play.keys("q").absent("marked")
        self.finish(numbers)

    def test_marking(self):
        numbers = reports.add(*[f"Лавка {i}." for i in range(3)])
        play = self.play("-f", "status:new").wait("Лавка 2.").go_to("Лавка 0.")
        play.keys("<Insert>").wait("1 marked").wait_cursor("Лавка 1.")
        self.assertEqual(play.line(play.find("Лавка 0."))[0], "#")
        play.keys("t").wait("2 marked").keys("t").wait("1 marked").settle()
        self.assertEqual(play.line(play.find("Лавка 1."))[:1], " ")
        before = play.settle().written
        play.keys("t").wait("2 marked").settle()
        self.assertLess(play.written - before, 100)
        play.keys("T").absent("marked")
        play.keys("w").wait("Answer to the resident", "Лавка 1.").keys("<Esc>").absent("Answer to")
        self.finish(numbers)

    def test_small_and_resized(self):
        play, numbers = self.marked("Сміття")
        play.keys("r").wait("2 marked: refer to").resize(40, 10).wait("2 marked: refer to")
        play.keys("<Enter>").wait("refer: ").resize(100, 30).wait(re.compile(r"refer: .+: the 2 marked requests\?"))
        play.keys("<Enter>").wait("2/2").resize(40, 10).wait("refer: 2 done").wait("2/2")
        play.keys("<Enter>").wait("вул. Межигірська", "Сміття").keys("q").wait("2/2").keys("q").wait("status:new")
        self.finish(numbers)


main()
