"""A key whose bytes come apart on a slow line: its Esc closes what Esc closes, but its '[A' never approves."""
import reports
from playcase import PlayCase, main


class Torn(PlayCase):
    def drafted(self, *descriptions):
        numbers = self.accepted(*descriptions)
        for number in numbers:
            reports.act("t_moderator", "draft", number, reports.version(number), "Розібраний ключ.", True, None)
            reports.act("t_moderator", "submit", number, reports.version(number))
        return numbers

    def states(self, numbers):
        return [state for state, in reports.sql(
            "select s.code from varta.response p join varta.response_state s on s.id = p.state where p.request_id = any(%s)", numbers)]

    def test_an_arrow(self):
        for tail in ("[A", "OA", "[1;5A", "[M !!"):
            with self.subTest(tail=tail):
                numbers = self.drafted("Розірвана стрілка.")
                play = self.open(numbers[0])
                play.keys("<Enter>").wait("History").type("\x1b").absent("History")
                play.type(tail[0]).type(tail[1:]).wait("a key came in pieces")
                play.keys("<Enter>").wait("History")
                self.assertEqual(self.states(numbers), ["submitted"])

    def test_the_next_key_works(self):
        """Only '[' and 'O' begin what is swallowed: another key right behind an Esc is a key, in both layouts."""
        for cyrillic in False, True:
            number = reports.add(f"Ключ услід, {cyrillic}.")[0]
            play = self.open(number, cyrillic=cyrillic)
            play.keys("<Enter>").wait("History").keys("<Esc>").absent("History").keys("a").wait("accepted")
            self.assertEqual(reports.status(number), "pending")

    def test_in_the_middle_of_its_bytes(self):
        """Torn behind the '[', nothing is done, not even what Esc does."""
        numbers = self.drafted("Розірвано посередині.")
        play = self.open(numbers[0])
        play.keys("<Enter>").wait("History").type("\x1b[")
        play.settle().type("A").wait("a key came in pieces").wait("History")
        self.assertEqual(self.states(numbers), ["submitted"])


main()
