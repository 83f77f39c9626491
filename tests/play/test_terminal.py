"""Terminals of all sizes and kinds: a resize in the middle of every prompt, one that is too small, no
colours, another language, stopping and going on."""
import os
import signal

import reports
from playcase import PlayCase, main


class Terminal(PlayCase):
    def test_resize_everywhere(self):
        number = self.accepted("Міряємо.")[0]
        reports.act("t_moderator", "draft", number, reports.version(number), "Чернетка.", True, None)
        play = self.open(number)
        self.resized(play, "1/1", "№")
        play.keys("f").wait("Filter:").type(" cat:road")
        self.resized(play, "Filter:", "cat:road")
        play.keys("<Esc>", "x").wait("reject, because")
        self.resized(play, "reject, because", "note: —")
        play.keys("w").wait("Note:").type("чому")
        self.resized(play, "Note: чому")
        play.keys("<Esc>", "<Esc>", "r").wait("refer to", "· suggested")
        self.resized(play, "refer to")
        play.keys("<Esc>", "p").wait("Publish the answer")
        self.resized(play, "Publish the answer")
        play.keys("<Esc>", "w").wait("Чернетка.")
        self.resized(play, "Чернетка.")
        play.keys("<Esc>", "<Enter>").wait("History")
        self.resized(play, "Міряємо.")
        play.keys("?").wait("What works here")
        self.resized(play, "What works here")

    def test_starts_small(self):
        reports.add("Маленький екран.")
        play = self.play(columns=40, rows=10).wait("№", "1/")
        self.assertTrue(all(len(line) <= 40 for line in play.lines()))
        play.keys("<PgDn>", "<Enter>").wait("received")

    def test_starts_too_small(self):
        play = self.play(columns=12, rows=3).wait("the termin")
        play.keys("j", "<Enter>", "x", "?", "<Esc>", "/", "<Esc>", "w")
        play.resize(80, 24).absent("too small").wait("status:")

    def test_no_colour(self):
        reports.add("Без барв.")
        play = self.play(env={"NO_COLOR": "1"}).wait("1/")
        play.keys("?").wait("What works here").keys("<Esc>").absent("What works here").settle()
        self.assertNotRegex(play.raw, rb"\x1b\[[0-9;]*3[0-7]m", "no colour is ever set")
        self.assertIn(True, {style[3] for style in play.styles(play.cursor()[0])}, "the row is reversed")

    def test_themes(self):
        config = os.path.join(os.environ["TMPDIR"], "theme.yaml")
        for theme, sent, absent in (("colour-blind", rb"\x1b\[[0-9;]*38;5;75m", rb"\x1b\[[0-9;]*3[1-7]m"),
                                    ("mono", rb"accepted", rb"\x1b\[[0-9;]*3[0-8][;m]")):
            with open(config, "w", encoding="utf-8") as file:
                file.write(f"console:\n  theme: {theme}\n")
            play = self.open(reports.add("Барви.")[0], "-c", config)
            play.keys("a").wait("accepted").settle()
            self.assertRegex(play.raw, sent)
            self.assertNotRegex(play.raw, absent)
            play.kill()
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  theme: rainbow\n")
        self.play("-c", config).wait_end(1)

    def test_monochrome_terminal(self):
        reports.add("Старий термінал.")
        play = self.play(env={"TERM": "vt220"}).wait("1/")
        play.keys("j", "?").wait("What works here")

    def test_arrow_cursor(self):
        reports.add("Стрілка.", "Стрілка друга.")
        config = os.path.join(os.environ["TMPDIR"], "arrow.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("console:\n  arrow_cursor: true\n")
        play = self.play("-c", config).wait_cursor("Стрілка")
        self.assertEqual(play.cursor_line()[0], ">")
        self.assertEqual({style[3] for style in play.styles(play.cursor()[0])}, {False})

    def test_stop_and_go_on(self):
        reports.add("Призупинено.")
        play = self.play().wait("Призупинено.")
        play.send(signal.SIGSTOP).resize(100, 30).send(signal.SIGCONT)
        play.until(lambda: play.line(-1).lstrip().startswith("a/ф"), "painted at the new size")

    def test_languages(self):
        reports.add("Мовами.")
        play = self.play("-l", "en").wait("Kyiv", "accept", "due", "category", "Podilskyi")
        play.keys("q").wait_end(0)
        play = self.play("-l", "uk").wait("Київ", "прийняти", "строк", "нові", "Подільський")
        self.assertTrue(all(len(line) <= 80 for line in play.lines()))
        play.keys("?").wait("Що тут можна").keys("<Esc>").absent("Що тут можна")
        play.keys("x").wait("відхилити, бо")

    def test_the_terminal_is_given_back(self):
        play = self.play().wait("status:")
        play.keys("q").wait_end(0)
        self.assertIn(b"\x1b[?1049l", play.raw)
        play = self.play().wait("status:")
        play.send(signal.SIGTERM).wait_end(128 + signal.SIGTERM)
        self.assertIn(b"\x1b[?1049l", play.raw)


main()
