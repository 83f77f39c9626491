"""The operator's own editor: $VISUAL, then $EDITOR; it gets the text, gives it back, and the screen is
whole afterwards. It runs with LESSSECURE=1, as everything that the console starts."""
import os
import signal
import stat

from playcase import PlayCase, main

SCRIPT = """#!/bin/sh
printf 'secure=%s mode=%s\\n' "$LESSSECURE" "$(stat -c %a "$1")" >"$SEEN"
printf 'Перший рядок.\\nДругий рядок.\\n' >>"$1"
"""


class Editor(PlayCase):
    def editor(self, script):
        path = os.path.join(os.environ["TMPDIR"], "editor")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        os.chmod(path, stat.S_IRWXU)
        self.seen = os.path.join(os.environ["TMPDIR"], "seen")
        return {"EDITOR": path, "VISUAL": "", "SEEN": self.seen}

    def compose(self, env):
        number = self.accepted("Довга відповідь.")[0]
        play = self.open(number, env=env)
        play.keys("w").wait("Answer to the resident").type("Початок.").wait("Початок.")
        return number, play

    def test_text_goes_and_comes(self):
        number, play = self.compose(self.editor(SCRIPT))
        play.keys("<F4>").wait("Початок.", "Перший рядок.", "Другий рядок.", "Довга відповідь.")
        with open(self.seen, encoding="utf-8") as file:
            self.assertEqual(file.read(), "secure=1 mode=600\n")
        play.keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number), [("Початок.\nПерший рядок.\nДругий рядок.",)])
        self.assertEqual(self.drafts(), [])

    def test_failing_editor(self):
        _, play = self.compose(self.editor("#!/bin/sh\necho garbage >\"$1\"\nexit 1\n"))
        play.keys("<F4>").wait("the editor failed, the text is as it was", "Початок.")

    def test_no_such_editor(self):
        _, play = self.compose({"VISUAL": "/nowhere/at-all"})
        play.keys("<F4>").wait("the editor failed, the text is as it was", "Початок.")

    def test_killed_while_the_editor_runs(self):
        """What the editor had saved is the text at the next start."""
        env = self.editor("#!/bin/sh\nprintf 'Збережено в редакторі.' >\"$1\"\necho ready\nexec sleep 1000\n")
        number, play = self.compose(env)
        play.keys("<F4>").wait("ready")
        os.killpg(play.pid, signal.SIGKILL)
        play.wait_end(-signal.SIGKILL)
        play = self.open(number)
        play.keys("w").wait("Збережено в редакторі.")


main()
