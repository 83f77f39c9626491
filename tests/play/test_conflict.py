"""Two operators at once. Whoever is second is told who was first, sees the request as it is now, and
keeps every letter typed; saving again is then deliberate. And the list follows what others do without
moving under the cursor."""
import os
import re

import reports
from playcase import PlayCase, main


class Conflict(PlayCase):
    def test_while_composing(self):
        number = self.accepted("Спірна яма.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident", "Спірна яма.")
        play.type("Моя довга відповідь.").wait("Моя довга відповідь.")
        reports.act("t_moderator2", "refer", number, reports.version(number), "patrol", None)
        play.keys("<F2>").wait("Ігор Мельник changed this request", "your text is kept", "Моя довга відповідь.")
        self.assertEqual(self.responses(number), [])
        self.assertEqual(len(self.drafts()), 1)
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.responses(number), [("Моя довга відповідь.",)])
        self.assertEqual(self.drafts(), [])

    def both_wrote(self, number, play):
        """The first types an answer while the second saves one."""
        play.keys("w").wait("Answer to the resident")
        play.type("Спільний початок.").keys("<Enter>").type("Моє продовження.").wait("Моє продовження.")
        reports.act("t_moderator2", "draft", number, reports.version(number), "Спільний початок.\nЧуже продовження.", True, None)

    @staticmethod
    def apart(play):
        """Whether both texts are shown, each on lines of its own."""
        mine, theirs = play.find("Моє продовження."), play.find("Чуже продовження.")
        return None not in (mine, theirs) and mine != theirs

    def test_two_texts(self):
        """Both stand side by side, or one below the other; Enter keeps one's own, which is published beside the other."""
        number = self.accepted("Дві відповіді.")[0]
        play = self.open(number, columns=120, rows=30)
        self.both_wrote(number, play)
        play.keys("<F2>").wait("── Your text", "── Ігор Мельник · draft", "your text is kept")
        line = play.find("Моє продовження.")
        self.assertIn("Чуже продовження.", play.line(line))
        play.resize(80, 24).until(lambda: self.apart(play), "one below the other")
        play.resize(40, 10).wait("── Your text").keys("j", "j", "j").wait("Чуже продовження.")
        play.resize(80, 24).keys("<Enter>").wait("Answer to the resident", "Моє продовження.").absent("── Your text")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual([body for body, in self.responses(number)],
                         ["Спільний початок.\nЧуже продовження.", "Спільний початок.\nМоє продовження."])

    def test_merge_in_the_editor(self):
        number = self.accepted("Злиті відповіді.")[0]
        file = os.path.join(os.environ["TMPDIR"], "seen")
        play = self.open(number, env={"VISUAL": f"tee {file} <"})
        self.both_wrote(number, play)
        play.keys("<F2>").wait("── Your text").keys("e").wait("<<<<<<< Олена Коваль", ">>>>>>> Ігор Мельник")
        play.until(lambda: os.path.getsize(file) > 0, "the editor saw nothing")  # tee shows a text before it writes it
        with open(file, encoding="utf-8") as seen:
            self.assertEqual(seen.read(), "Спільний початок.\n<<<<<<< Олена Коваль\nМоє продовження.\n=======\n"
                                          "Чуже продовження.\n>>>>>>> Ігор Мельник\n\n")
        play.keys("<F3>").wait("the marks between the two texts still stand in it")
        self.assertEqual(reports.status(number), "pending")
        play.keys("<Shift-Tab>").wait("── Your text").keys("<Esc>").absent("── Your text")

    def test_take_the_other_one(self):
        for cyrillic in (False, True):
            number = self.accepted(f"Чужа краща {cyrillic}.")[0]
            play = self.open(number, cyrillic=cyrillic)
            self.both_wrote(number, play)
            play.keys("<F2>").wait("── Your text").keys("t").wait("Throw your own text away?").keys("<Enter>")
            play.wait("Answer to the resident", "Чуже продовження.").absent("Моє продовження.")
            play.type(" Краще.").keys("<F2>").wait(f"{number}: the text is saved")
            self.assertEqual(self.responses(number), [("Спільний початок.\nЧуже продовження. Краще.",)])

    def test_their_text_does_no_harm(self):
        number = self.accepted("Ворожа відповідь.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type("Моє.").wait("Моє.")
        reports.act("t_moderator2", "draft", number, reports.version(number), "Чуже\x1b[2J\u202eтекст", True, None)
        play.keys("<F2>").wait("Чуже␛[2J<U+202E>текст")

    def test_act_on_what_has_changed(self):
        """A row that the console has not read anew yet: a second operator rejects it first."""
        number = reports.add("Спірний знак.")[0]
        play = self.open(number)
        play.keys("x").wait("reject, because", "note: —")
        reports.act("t_moderator2", "accept", number, reports.version(number))
        play.keys("<Enter>").wait(f"{number}: Ігор Мельник changed this request")
        self.assertEqual(reports.status(number), "pending")

    def test_rows_change_in_place(self):
        first, second = reports.add("Живий рядок один.", "Живий рядок два.")
        play = self.play().wait("Живий рядок один.", "Живий рядок два.")
        play.go_to("Живий рядок два.")
        reports.act("t_moderator2", "accept", first, reports.version(first))
        play.until(lambda: re.search(r"^   .*рядок один", "\n".join(play.lines()), re.M), "the other's row is pending")
        play.wait_cursor("Живий рядок два.")
        late = reports.add("Живий рядок три.")[0]
        play.wait("Живий рядок три.").wait_cursor("Живий рядок два.")
        self.assertGreater(late, second)

    def test_tombstone(self):
        """The row under the cursor is rejected by somebody else: it stays, marked, until the cursor leaves."""
        numbers = reports.add("Надгробок один.", "Надгробок два.", "Надгробок три.")
        play = self.play("-f", "status:new").wait("Надгробок три.")
        play.keys("<Home>").wait_line(1, " 1/").go_to("Надгробок два.")
        reports.act("t_moderator2", "reject", numbers[1], reports.version(numbers[1]), "spam", None)
        play.wait("─").wait_cursor("Надгробок два.")
        self.assertEqual(play.cursor_line()[1], "─")
        play.keys("j").wait_cursor("Надгробок три.").absent("Надгробок два.")

    def test_opened_request_follows(self):
        number = reports.add("Відкритий запит.")[0]
        play = self.open(number)
        play.keys("<Enter>").wait("· new", "History")
        reports.act("t_moderator2", "accept", number, reports.version(number))
        play.wait("· pending", "Ігор Мельник · accept")


main()
