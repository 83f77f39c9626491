"""Two operators at once. Whoever is second is told who was first, sees the request as it is now, and
keeps every letter typed; saving again is then deliberate. And the list follows what others do without
moving under the cursor."""
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
