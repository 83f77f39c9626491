"""Keys that are pressed one after the other: what can follow shows after the first one, Esc gives it
up, and nothing that was not bound is done. With a Ukrainian layout the same keys do the same."""
import os
import re

import reports
from playcase import PlayCase, main

MINE = """
any:
  accept: ["Z a"]
  help: [Z h, '?']
  submit: ["Z s"]
request:
  next: ["Z n"]
"""


class Sequences(PlayCase):
    def start(self, number, mine=MINE, **kwargs):
        keys, config = (os.path.join(os.environ["TMPDIR"], name) for name in ("mine.yaml", "varta.yaml"))
        with open(keys, "w", encoding="utf-8") as file:
            file.write(mine)
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"console:\n  keymap: {keys}\n")
        if not number:
            return self.play(env={"VARTA_CONFIG": config}, **kwargs).wait("1/")
        return self.open(number, env={"VARTA_CONFIG": config}, **kwargs)

    def test_act(self):
        for cyrillic in False, True:
            with self.subTest(cyrillic=cyrillic):
                number = reports.add(f"Яма, {cyrillic}.")[0]
                play = self.start(number, cyrillic=cyrillic)
                play.keys("Z").wait("── Z/Я", "a/ф accept", "s/і submit")
                play.keys("a").wait(f"{number}: accepted").absent("── Z/Я")
                self.assertEqual(reports.status(number), "pending")

    def test_given_up(self):
        number = reports.add("Сходи без поручнів.")[0]
        play = self.start(number)
        play.keys("Z").wait("── Z/Я").keys("<Esc>").absent("── Z/Я")
        play.keys("Z").wait("── Z/Я").keys("q").absent("── Z/Я").wait("'Zq' does nothing here")
        play.keys("j").absent("does nothing")
        self.assertEqual(reports.status(number), "new")

    def test_what_a_screen_adds(self):
        """A screen's own sequence is there beside those that hold everywhere, and only there."""
        number = reports.add("Хідник просів.")[0]
        play = self.start(number)
        play.keys("Z").wait("── Z/Я", "a/ф accept").absent("n/т next")
        play.keys("<Esc>", "<Enter>").wait("History")
        play.keys("Z").wait("── Z/Я", "a/ф accept", "n/т next request").keys("<Esc>").absent("── Z/Я")

    def test_small_and_resized(self):
        number = reports.add("Люк відкритий.")[0]
        play = self.start(number, columns=40, rows=10)
        play.keys("Z").wait("── Z/Я", "a/ф accept", "s/і submit for approval")
        play.resize(80, 24).wait("── Z/Я", "a/ф accept").keys("a").wait(f"{number}: accepted")

    def test_to_the_queue_from_anywhere(self):
        number = reports.add("Міст тріснув.")[0]
        for cyrillic in False, True:
            play = self.open(number, cyrillic=cyrillic)
            play.keys("<Enter>").wait("History").keys("v", "h").wait("received").keys("v").wait("── v/м", "q/й the queue")
            play.keys("q").wait("1/1").absent("History")

    def test_vim(self):
        """A built-in key map under one's own: gg and G, in either layout."""
        reports.add(*[f"Калюжа {i}." for i in range(30)])
        for cyrillic in False, True:
            play = self.start("", mine="include: vim\n", cyrillic=cyrillic)
            play.keys("G").wait(re.compile(r"(\d+)/\1$"))
            play.keys("g").wait("── g/п", "g/п first").keys("g").wait(re.compile(r" 1/\d+$")).absent("── g/п")

    def test_help_names_them(self):
        number = reports.add("Лавка зламана.")[0]
        play = self.start(number)
        play.keys("Z", "h").wait("What works here", "Za Яф", "accept")


if __name__ == "__main__":
    main()
