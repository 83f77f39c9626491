"""The console and the shell it was started from: it is stopped with Ctrl-Z and goes on with what was typed,
gives the terminal back as it was, and zsh completes its commands."""
import os

import reports
from play import Play
from playcase import PlayCase, main

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


class Shell(PlayCase):
    def shell(self, *command, **env):
        play = Play()
        self.plays.append(play)
        path = os.environ["VARTA_BUILD"] + "/console:" + os.environ["PATH"]
        return play.start(command=list(command), env=dict(env, PATH=path, PS1="ready> ", XDG_STATE_HOME=self.state))

    @staticmethod
    def new_line(play):
        """Gives up what is typed."""
        play.settle().keys("<Ctrl-c>").until(lambda: play.cursor_line() == "ready>", "no new prompt")
        return play.settle()

    def test_stop_and_go_on(self):
        number = reports.add("Зупинка посеред речення.")[0]
        play = self.shell("bash", "--norc", "--noprofile", "-i")
        play.wait("ready>").type(f"varta -f {number}\r").wait("1/1", "Зупинка посеред речення.")
        play.keys("w").wait("Answer to the resident").type("Недописане").wait("Недописане")
        play.keys("<Ctrl-z>").wait("Stopped")
        play.type("clear; echo shell is $((40 + 2))\r").wait("shell is 42").absent("Недописане")
        play.resize(100, 30).type("fg\r").wait("Answer to the resident", "Недописане")
        play.type(" і дописане").wait("Недописане і дописане").keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number), [("Недописане і дописане",)])
        play.keys("<F10>").wait("ready>")

    def test_the_terminal_is_as_it_was(self):
        play = self.shell("bash", "--norc", "--noprofile", "-i")
        play.wait("ready>").type("before=$(stty -g); varta -f status:all\r").wait("status:all").keys("<F10>")
        play.wait("ready>").type("[ \"$(stty -g)\" = \"$before\" ] && echo same\\ settings\r").wait("same settings")

    def test_zsh_completes(self):
        with open(f"{os.environ['TMPDIR']}/.zshrc", "w", encoding="utf-8") as rc:
            rc.write(f"fpath=({ROOT}/console/completion $fpath)\nautoload -Uz compinit && compinit -u -D\n"
                     "PROMPT='ready> '\nzstyle ':completion:*' verbose yes\n")
        play = self.shell("zsh", "-i", ZDOTDIR=os.environ["TMPDIR"])
        play.wait("ready>").type("varta acc\t").wait("varta accept")
        play.type("--dr\t").wait("varta accept --dry-run")
        self.new_line(play).type("varta reject 1 --reason per\t").wait("--reason personal_data")
        self.new_line(play).type("varta li\t").wait("varta list")


main()
