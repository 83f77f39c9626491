"""The mouse: off unless it is asked for; then a click takes the cursor to a row, a second one opens it, the wheel
moves, and where text is typed or a question is asked it does nothing."""
import os

import reports
from playcase import PlayCase, main


def press(button, line):
    """What xterm sends for a button pressed on a line from 0."""
    return f"\x1b[<{button};20;{line + 1}M\x1b[<{button};20;{line + 1}m"


class Mouse(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.numbers = reports.add(*[f"Бордюр номер {i}." for i in range(40)])

    def start(self, **kwargs):
        config = os.path.join(os.environ["TMPDIR"], "varta.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  mouse: true\n")
        return self.play(env={"VARTA_CONFIG": config}, **kwargs).wait("1/40")

    def test_click_and_wheel(self):
        play = self.start()
        self.assertIn(b"1000h", play.raw)
        play.type(press(0, 8)).wait("6/40").wait_cursor("номер 5.")
        play.type(press(64, 8)).wait("5/40").type(press(65, 8)).wait("6/40")
        play.type(press(0, 8)).wait("History", "Бордюр номер 5.").keys("<Esc>").wait("6/40")
        play.type(press(0, 3)).wait("1/40").wait_cursor("номер 0.")

    def test_in_a_list(self):
        play = self.start().keys("v", "v").wait("1/11")
        play.type(press(0, 4)).wait("3/11").wait_cursor("3 ").type(press(0, 20)).wait("11/11")
        play.type(press(0, 2)).wait("   1/11").type(press(65, 2)).wait("2/11").type(press(0, 3)).wait("/40")

    def test_events_at_once(self):
        """A click and two turns of the wheel in one reading are done in their order."""
        play = self.start().keys("v", "v").wait("1/11")
        play.type(press(0, 20)).wait("11/11").type(press(0, 2) + press(65, 2) + press(65, 2)).wait("   3/11")

    def test_where_it_does_nothing(self):
        play = self.start()
        play.type(press(0, 0)).type(press(0, 23)).keys("/").wait("Filter:").type(press(0, 5)).type("cat:")
        play.wait("cat:", "sign Дорожній").keys("<Esc>").absent("Filter:").wait("1/40")

    def test_off(self):
        play = self.play().wait("1/40")
        self.assertNotIn(b"1000h", play.raw)


if __name__ == "__main__":
    main()
