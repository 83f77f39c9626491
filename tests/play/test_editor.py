"""The operator's own editor: $VISUAL, then $EDITOR; it gets the text, gives it back, and the screen is
whole afterwards. It runs with LESSSECURE=1, as everything that the console starts."""
import os
import re
import signal
import stat

from play import Play
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

    def compose(self, env, columns=200):
        """Wide, so that a path is shown whole."""
        number = self.accepted("Довга відповідь.")[0]
        play = self.open(number, env=env, columns=columns)
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

    def file_of(self, play):
        """The path that the message ends with, once it is there whole."""
        def found():
            return re.search(r"\S+\.kept\d+", "\n".join(play.lines()))

        play.until(found, "where the file is kept")
        return os.path.join(self.state, "varta", "drafts", os.path.basename(found()[0]))

    def holds(self, path, text):
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), text)

    def test_failing_editor(self):
        """What it left is no text to send, and is not thrown away either."""
        _, play = self.compose(self.editor("#!/bin/sh\necho garbage >\"$1\"\nexit 1\n"))
        play.keys("<F4>").wait("the editor failed, what it left is kept", "Початок.")
        self.holds(self.file_of(play), "garbage\n")

    def test_failing_editor_that_changed_nothing(self):
        _, play = self.compose(self.editor("#!/bin/sh\nexit 1\n"))
        play.keys("<F4>").wait("the editor failed, the text is as it was", "Початок.")
        self.assertEqual([name for name in self.drafts() if "edit" in name], [])

    def test_editor_killed_after_it_had_saved(self):
        """Its file was deleted, and with it what was written."""
        env = self.editor("#!/bin/sh\nprintf 'Довго писане.' >\"$1\"\necho $$ >\"$SEEN\"\nexec sleep 1000\n")
        number, play = self.compose(env)
        play.keys("<F4>").until(lambda: os.path.exists(self.seen) and os.path.getsize(self.seen), "the editor runs")
        with open(self.seen, encoding="utf-8") as file:
            os.kill(int(file.read()), signal.SIGKILL)
        play.wait("the editor failed, what it left is kept", "Початок.")
        self.holds(self.file_of(play), "Довго писане.")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.responses(number), [("Початок.",)])

    def test_editor_on_a_full_disk(self):
        """No cut file replaces the draft, neither now nor at the next start."""
        number, play = self.compose(self.editor("#!/bin/sh\ncp \"$1\" \"$TMPDIR/copy\"\nulimit -f 1\ncat \"$TMPDIR/copy\" >\"$1\"\n"))
        play.type("Довгий рядок. " * 60 + "Кінець.").wait("Кінець.")
        play.keys("<F4>").wait("the editor failed, what it left is kept")
        self.assertIn(os.path.getsize(self.file_of(play)), (512, 1024))
        play.kill()
        self.open(number).keys("w").wait("Початок.Довгий рядок.", "Кінець.", "your text of")

    def test_no_such_editor(self):
        _, play = self.compose({"VISUAL": "/nowhere/at-all"})
        play.keys("<F4>").wait("the editor failed, the text is as it was", "Початок.")

    def test_killed_while_the_editor_runs(self):
        """What it had saved, but not ended well with, is no text yet; it is kept and shown where."""
        env = self.editor("#!/bin/sh\nprintf 'Збережено в редакторі.' >\"$1\"\necho ready\nexec sleep 1000\n")
        number, play = self.compose(env)
        play.keys("<F4>").wait("ready")
        os.killpg(play.pid, signal.SIGKILL)
        play.wait_end(-signal.SIGKILL)
        play = self.open(number, columns=200)
        play.keys("w").wait("the editor did not end well, its file", "Початок.")
        self.holds(self.file_of(play), "Збережено в редакторі.")

    def test_editor_that_outlived_the_console(self):
        """It ended well: its text is the newer one, and on disk before the first key, whatever is killed then."""
        folder = os.environ["TMPDIR"]
        env = self.editor("#!/bin/sh\nprintf 'Дописано без консолі.\\n' >\"$1\"\necho ready\n"
                          f"while [ ! -e {folder}/go ]; do sleep 0.05; done\nexit 0\n")
        number = self.accepted("Редактор живе далі.")[0]
        play = Play()
        self.plays.append(play)
        console = f"echo $$ >{folder}/console; exec {os.environ['VARTA_BUILD']}/console/varta -f {number}"
        play.start(command=["sh", "-c", f"sh -c '{console}'; read -r nothing"], env={"XDG_STATE_HOME": self.state, **env})
        play.wait("1/1").keys("w").wait("Answer to the resident").type("Початок.").wait("Початок.").keys("<F4>").wait("ready")
        with open(f"{folder}/console", encoding="utf-8") as file:
            os.kill(int(file.read()), signal.SIGKILL)
        with open(f"{folder}/go", "w", encoding="utf-8"):
            pass
        play.until(lambda: any(name.endswith(".edited") for name in self.drafts()), "the editor has ended")
        play.kill()
        for _ in range(2):
            play = self.open(number).keys("w").wait("Дописано без консолі.", "your text of")
            play.kill()


main()
