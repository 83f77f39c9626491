"""Operators at consoles: they type an answer and publish it with keys, in a terminal, while their console is killed. What the console
said counts; what it had shown for 0.3 s before it died is there when the next one opens the text."""
import os
import signal
import time

import crowd
from play import Play

COLUMNS, ROWS = 110, 30
PATIENCE = 30  # seconds that a console is waited for until it is left for another one
KEPT = 10  # seconds that the kept text may take to be shown
OPEN, ARRIVED = "Answer to the resident", "this text has arrived already"


class Writer(crowd.Operator):
    ACTS = {("new", 0): "accept", ("pending", 0): "answer"}
    SQL = {"accept": "select api.accept(%s, %s)"}

    def __init__(self, ledger, varta, state, hosts):
        self.varta, self.state, self.hosts = varta, state, hosts
        self.play = None
        self.killed_at = None  # when somebody did it
        self.shown = []  # when each letter of the text in hand stood on the screen
        super().__init__(ledger)

    def act(self, name, request, version):
        if name == "accept":
            return super().act(name, request, version)
        return self.write(request, crowd.text(request))

    def step(self, request):
        done = super().step(request)
        if done:
            self.shown = []
        return done

    def publishes(self, act):
        return act == "answer"

    def write(self, request, text):
        """A console for that request, to its end; whether it said that the answer is published."""
        self.killed_at = None
        self.play = Play(COLUMNS, ROWS)
        begun = time.monotonic()
        try:
            self.play.start(command=[self.varta, "-l", "en", "-f", str(request)], user="t_moderator",
                            env={"XDG_STATE_HOME": self.state, "PGHOST": self.hosts})
            said = self.keys(request, text)
            self.ledger.typed["said"] += said
            return said
        except (AssertionError, OSError) as why:
            self.ledger.typed["killed" if self.killed_at else "left"] += 1
            if not self.killed_at and os.environ.get("DEBUG"):
                print(why, flush=True)
            if not self.killed_at and self.play.fd is None:
                self.ledger.strange(f"the console ended by itself after {time.monotonic() - begun:.1f} s: {why}")
            return False
        finally:
            self.play.kill()

    def keys(self, request, text):
        play = self.play
        play.wait("1/1", limit=2 * PATIENCE)
        play.keys("w").until(lambda: play.find(OPEN) is not None or play.find(ARRIVED) is not None, "no editor", PATIENCE)
        if play.find(ARRIVED) is not None:
            return True
        self.check_kept(request, text)
        while len(self.shown) < len(text):
            n = len(self.shown) + 1
            play.type(text[n - 1])
            play.until(lambda: self.length(text) >= n, f"letter {n} is not shown", PATIENCE)
            self.shown.append(time.monotonic())
        play.keys("<F3>").wait("Publish it?", limit=PATIENCE).keys("<Enter>")
        play.until(lambda: play.find("the answer is published") is not None or play.find(ARRIVED) is not None, "not said to be published", PATIENCE)
        return True

    def length(self, text):
        """How many letters of it stand on the screen."""
        return max(len(os.path.commonprefix([line[line.find(text[0]):], text])) if text[0] in line else 0 for line in self.play.lines())

    def check_kept(self, request, text):
        """What was typed into the console before has been kept, but for the last moment."""
        died = self.died_at
        wanted = sum(died is None or at < died - crowd.TYPING for at in self.shown)
        try:
            self.play.until(lambda: self.length(text) >= wanted, "kept text", KEPT)
        except AssertionError:
            if self.play.fd is None:
                raise
        self.play.settle()
        kept = self.length(text)
        if died is not None and kept < len(self.shown):
            self.ledger.lost_typing = max(self.ledger.lost_typing, died - self.shown[kept])
        if kept < wanted:
            self.ledger.strange(f"typing in request {request} is lost: {kept} of {len(self.shown)} letters, {wanted} stood there in time\n{self.play.picture()}")
        self.died_at = None
        self.shown = self.shown[:kept] + [time.monotonic()] * (kept - len(self.shown[:kept]))

    died_at = None  # when the console of the text in hand was killed

    def end_console(self):
        """From another thread."""
        play = self.play
        if play and play.pid and play.fd is not None:
            self.killed_at = time.monotonic()
            if self.shown:
                self.died_at = self.killed_at
            try:
                os.kill(play.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
