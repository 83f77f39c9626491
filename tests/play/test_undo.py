"""Taken back without a question asked: the last act, wherever the cursor has gone since; an answer while
nobody outside has seen it, with a countdown that is the database's and outlives the console. With Latin
keys and with Ukrainian ones, as every act."""
import re

import reports
from playcase import PlayCase, main

WINDOW = "update varta.city set recall_window = %s where code = 'kyiv'"


class Undo(PlayCase):
    def tearDown(self):
        super().tearDown()
        reports.sql(WINDOW, "0")
        reports.sql("update varta.response set visible_at = now() where visible_at > now()")

    def published(self, number, user="t_moderator"):
        reports.act(user, "draft", number, reports.version(number), "Зроблено.", True, None)
        reports.act(user, "publish", number, reports.version(number), None)

    def two_acts(self, cyrillic):
        first, second, third = reports.add("Вибоїна перша.", "Вибоїна друга.", "Вибоїна третя.")
        play = self.play("-f", "status:new", cyrillic=cyrillic).wait("Вибоїна перша.").go_to("Вибоїна перша.")
        play.keys("a").wait(f"{first}: accepted").wait_cursor("Вибоїна друга.")
        play.keys("x").wait("reject, because", "note: —").keys("<Enter>").wait(f"{second}: rejected")
        play.absent("Вибоїна друга.").wait_cursor("Вибоїна третя.")
        play.keys("u").wait(f"{second}: undone: reject").wait_cursor("Вибоїна друга.")
        self.assertEqual((reports.status(first), reports.status(second)), ("pending", "new"))
        play.keys("u").wait(f"{first}: undone: accept").wait_cursor("Вибоїна перша.")
        self.assertEqual(reports.status(first), "new")
        for number in first, second, third:
            reports.act("t_moderator", "reject", number, reports.version(number), "spam", None)

    def test_latin(self):
        self.two_acts(False)

    def test_cyrillic(self):
        self.two_acts(True)

    def test_of_an_earlier_session(self):
        """Nothing was done in this console: then it is the operator's last act on what is selected."""
        number = self.accepted("Вибоїна вчорашня.")[0]
        play = self.open(number)
        play.keys("<Enter>").wait("· pending", "History").keys("u").wait(f"{number}: undone", "· new")
        play.keys("u").wait("undo: there is nothing of yours to undo")

    def test_somebody_was_there_since(self):
        number = reports.add("Вибоїна спільна.")[0]
        play = self.open(number)
        play.keys("a").wait(f"{number}: accepted")
        reports.act("t_moderator2", "take", number, reports.version(number))
        play.keys("u").wait(f"{number}: Ігор Мельник changed this request")
        self.assertEqual(reports.status(number), "pending")

    def test_behind_a_draft(self):
        """The operator's own draft is not somebody else's change: it only cannot be undone."""
        number = reports.add("Вибоїна з чернеткою.")[0]
        play = self.open(number)
        play.keys("a").wait(f"{number}: accepted").keys("w").wait("Answer to the resident", "Вибоїна з чернеткою.")
        play.type("Буде.").keys("<F2>").wait(f"{number}: the text is saved")
        play.keys("u").wait(f"{number}: 'answer' cannot be undone").keys("u").wait("undo: there is nothing of yours to undo")
        self.assertEqual(reports.status(number), "pending")

    def recall(self, cyrillic):
        reports.sql(WINDOW, "10 minutes")
        number = self.accepted("Вибоїна з відповіддю.")[0]
        self.published(number)
        play = self.play("-f", "status:new", cyrillic=cyrillic)
        play.wait(re.compile(rf"{number} leaves in 9:\d\d · U/Г recall the answer"))
        play.kill()
        play = self.play("-f", "status:new", cyrillic=cyrillic)
        play.wait(re.compile(rf"{number} leaves in 9:\d\d"), "1/")
        play.keys("U").wait(f"{number}: the answer is recalled").absent("leaves in")
        self.assertEqual(reports.status(number), "pending")

    def test_recall_latin(self):
        self.recall(False)

    def test_recall_cyrillic(self):
        self.recall(True)

    def test_countdown_ends(self):
        reports.sql(WINDOW, "3 seconds")
        number = self.accepted("Вибоїна з короткою паузою.")[0]
        self.published(number)
        play = self.play("-f", f"{number}")
        play.wait(f"{number} leaves in 0:0").absent("leaves in")
        play.until(lambda: reports.sql("select api.request(%s) ->> 'recall_until'", number, user="t_moderator") == [(None,)],
                   "the window has ended")
        play.keys("U").wait("is not possible")
        self.assertEqual(reports.status(number), "answered")

    def test_countdown_is_each_operators_own(self):
        reports.sql(WINDOW, "10 minutes")
        theirs, mine = self.accepted("Вибоїна чужа.", "Вибоїна своя.")
        self.published(theirs, "t_moderator2")
        self.published(mine)
        play = self.play("-f", f"{theirs}").wait("1/1", f"{mine} leaves in")
        play.absent(f"{theirs} leaves in")


class Claim(PlayCase):
    def claim(self, cyrillic):
        name = "Ліхтар" if cyrillic else "Знак"
        numbers = reports.add(*[f"{name} {i}." for i in range(3)], code="lighting" if cyrillic else "sign")
        reports.act("t_moderator2", "take", numbers[0], reports.version(numbers[0]))
        play = self.play("-f", f"cat:{'lighting' if cyrillic else 'sign'}", cyrillic=cyrillic).wait("1/3")
        play.keys("E").wait(f"{numbers[1]}: it is yours now", f"{name} 1.", "· new", "History")
        play.keys("E").wait(f"{numbers[2]}: it is yours now", f"{name} 2.")
        play.keys("E").wait("nothing here is without an operator")
        play.keys("u").wait(f"{numbers[2]}: undone")
        play.keys("q").wait("3/3").wait_cursor(f"{name} 2.")
        play.keys("e").wait(f"{numbers[2]}: taken").settle()
        play.keys("z").wait("give back").keys("g").wait(f"{numbers[2]}: given back")
        owners = reports.sql("select o.login from varta.request r left join varta.operator o on o.id = r.operator_id"
                             " where r.id = any(%s) order by r.id", numbers)
        self.assertEqual(owners, [("t_moderator2",), ("t_moderator",), (None,)])

    def test_latin(self):
        self.claim(False)

    def test_cyrillic(self):
        self.claim(True)


main()
