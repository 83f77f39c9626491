"""The database is far away. Keys that need nothing from it paint at once, keys that do never stop the
others, what takes more than a second says so, and Esc gives it up."""
import os

import reports
from playcase import PlayCase, main
from slowline import SlowLine


class Far(PlayCase):
    """Each test has requests of the category that its name says, and sees those alone."""

    def setUp(self):
        super().setUp()
        self.line = SlowLine(0.3, os.path.join(os.environ["TMPDIR"], "line"))
        self.line.__enter__()
        self.numbers = reports.add(*[f"Далеко, рядок {i:02}." for i in range(40)], code=self._testMethodName.split("_")[1])

    def tearDown(self):
        super().tearDown()
        self.line.__exit__()

    def far(self, status="new"):
        """A console that shows this test's requests."""
        play = self.play("-f", f"status:{status} category:{self._testMethodName.split('_')[1]}", env={"PGHOST": self.line.folder})
        return play.wait("Далеко, рядок 05.")

    def test_sign_keys_do_not_wait(self):
        play = self.far().settle()
        self.line.delay = 60
        play.keys("j", "j").wait_cursor("рядок 02").keys("<PgDn>").wait("рядок 25").keys("<Home>").wait_cursor("рядок 00")
        play.keys("?").wait("What works here").keys("<Esc>").wait("рядок 05")
        play.keys("/").type("7").wait("7").keys("<Esc>").wait("рядок 05")
        play.keys("<Enter>").wait("loading").keys("<Esc>")
        play.keys("<Esc>").wait("рядок 05").absent("loading")

    def test_road_acts_follow_the_keys(self):
        play = self.far()
        play.keys("a", "a", "a").wait(f"{self.numbers[2]}: accepted")
        self.assertEqual([reports.status(n) for n in self.numbers[:4]], ["pending"] * 3 + ["new"])

    def test_light_esc_gives_a_reading_up(self):
        play = self.far().settle()
        self.line.delay = 60
        play.keys("4").wait("loading").keys("<Esc>").absent("loading")
        self.line.delay = 0
        play.keys("1").wait("Далеко, рядок 05.")


main()
