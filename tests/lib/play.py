"""The real console in a terminal emulator: keys go in, the test waits for text on the screen.

    play = Play()
    play.start()
    play.wait("t_moderator")
    play.keys("a", "<Down>", "<Enter>")

Nothing sleeps: wait() reads what the program writes until the screen shows the text, and fails
with a picture of the screen where that does not happen in time.
"""
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

import pyte

LIMIT = 120  # seconds that wait() waits at most: a marker comes at once, on a machine with much other work late, or the test is broken

BRACKETED_PASTE = 2004 << 5  # as pyte keeps private modes

QUIET = 0.05  # seconds without a byte: a picture is whole

NAMED = {
    "Enter": "\r", "Esc": "\x1b", "Tab": "\t", "Shift-Tab": "\x1b[Z", "Backspace": "\x7f", "Space": " ", "PgDn": "\x1b[6~", "PgUp": "\x1b[5~",
    "Up": "\x1bOA", "Down": "\x1bOB", "Right": "\x1bOC", "Left": "\x1bOD", "Home": "\x1bOH", "End": "\x1bOF",
    "Delete": "\x1b[3~", "Insert": "\x1b[2~", "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~",
    "F6": "\x1b[17~", "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "F10": "\x1b[21~",
    "Ctrl-c": "\x03", "Ctrl-z": "\x1a", "Ctrl-a": "\x01", "Ctrl-e": "\x05",
    "Ctrl-\\": "\x1c", "Ctrl-u": "\x15", "Ctrl-w": "\x17", "Ctrl-k": "\x0b",
}

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ"
TO_UKRAINIAN = str.maketrans(LATIN.upper() + LATIN, UKRAINIAN.upper() + UKRAINIAN)  # "[" has no upper case: the lower one counts


DIM = {2: (9,), 22: (22, 29)}  # as of SGR


class Screen(pyte.Screen):
    """pyte's, with what xterm has and pyte leaves out: scrolling and repeating."""

    last = " "

    def draw(self, data):
        super().draw(data)
        if data:
            self.last = data[-1]

    def repeat(self, count=1, **_):
        self.draw(self.last * (count or 1))

    def scroll_up(self, count=1, **_):
        self._scroll(count or 1, self.index, self.margins.bottom if self.margins else self.lines - 1)

    def scroll_down(self, count=1, **_):
        self._scroll(count or 1, self.reverse_index, self.margins.top if self.margins else 0)

    def _scroll(self, count, step, line):
        y = self.cursor.y
        self.cursor.y = line
        for _ in range(count):
            step()
        self.cursor.y = y

    def select_graphic_rendition(self, *attrs, **kwargs):
        """Dim is kept as strikethrough, which nothing of ours is; behind 38 and 48 stand numbers of colours."""
        kept = attrs if {38, 48} & set(attrs) else [n for a in attrs for n in DIM.get(a, (a,))]
        super().select_graphic_rendition(*kept, **kwargs)

    def back_tab(self, count=1, **_):
        self.cursor.x = max(0, (self.cursor.x - 1) // 8 * 8)


class Stream(pyte.ByteStream):
    csi = dict(pyte.ByteStream.csi, b="repeat", S="scroll_up", T="scroll_down", Z="back_tab")
    events = frozenset(pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down", "back_tab"})


class Play:
    def __init__(self, columns=80, rows=24, cyrillic=False):
        self.cyrillic = cyrillic  # type commands as with a Ukrainian layout
        self.columns, self.rows = columns, rows
        self.pid = self.fd = None
        self.written = 0  # bytes the program wrote so far
        self.raw = b""    # since the last start
        self.asked = 0    # what was written when it was last given something to do

    def start(self, *args, user="t_moderator", env=None, command=None):
        """Runs varta with args; environment variables with the value None are taken away."""
        environment = dict(os.environ, TERM="xterm-256color", PGUSER=user, COLORTERM="")
        for name, value in (env or {}).items():
            environment[name] = value
        environment = {k: v for k, v in environment.items() if v is not None}
        command = command or [os.environ["VARTA_BUILD"] + "/console/varta", *args]
        self.screen = Screen(self.columns, self.rows)
        self.stream = Stream(self.screen)
        self.raw = b""
        self.asked = self.written
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                self._set_size(0)
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)  # or the test would go on in the child, too
        self._set_size(self.fd)
        return self

    def _set_size(self, fd):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def pump(self, seconds):
        """Takes what the program writes within so many seconds; returns whether there was any."""
        if self.fd is None or not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._ended()
            return False
        self.raw += data
        self.written += len(data)
        self.stream.feed(data)
        return True

    def _ended(self):
        os.close(self.fd)
        self.fd = None
        if self.pid:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self.pid = None

    def until(self, happened, what, limit=LIMIT):
        """Takes output until happened() is true; fails with what was waited for."""
        end = time.monotonic() + limit
        while not happened():
            left = end - time.monotonic()
            if left <= 0 or (self.fd is None and not self.pump(0)):
                raise AssertionError(f"{what}\n{self.picture()}")
            self.pump(min(left, 0.2))

    def wait(self, *texts, limit=LIMIT):
        """Waits until the screen shows each of texts, on whatever line; a text may be a compiled pattern."""
        for text in texts:
            self.until(lambda: self.find(text) is not None, f"not on the screen: {text!r}", limit)
        return self

    def wait_line(self, line, text):
        """Waits until that line (from 0, negative from below) shows text."""
        self.until(lambda: text in self.line(line), f"not on line {line}: {text!r}")
        return self

    def absent(self, *texts):
        """Waits until the program has painted what it was last asked for, and none of texts is on the screen.

        What is not there before the key was read, is not there yet: so it has to paint something first, and
        the picture has to be whole.
        """
        self.until(lambda: self.written > self.asked and any(self.lines()), "nothing was painted")
        for text in texts:
            self.until(lambda: self.find(text) is None and not self.pump(QUIET), f"still on the screen: {text!r}")
        return self

    def wait_end(self, status=None):
        """Waits for the end of the program."""
        end = time.monotonic() + LIMIT
        while self.fd is not None:
            if time.monotonic() > end:
                raise AssertionError(f"no end\n{self.picture()}")
            self.pump(0.2)
        if status is not None and self.status != status:
            raise AssertionError(f"status {self.status}, not {status}\n{self.picture()}")
        return self.status

    def keys(self, *keys):
        """Presses keys: 'a', '<Enter>'. Letters are typed as the layout in force types them."""
        for key in keys:
            name = re.fullmatch(r"<([A-Z][\w\\-]*)>", key)
            data = NAMED[name[1]] if name else key.translate(TO_UKRAINIAN) if self.cyrillic else key
            self._write(data)
        return self

    def _write(self, data):
        if self.fd is None:
            raise AssertionError(f"the program has ended\n{self.picture()}")
        self.asked = self.written
        os.write(self.fd, data.encode())

    def type(self, text):
        """Types text into a field, as it is."""
        self._write(text)
        return self

    def paste(self, text):
        """Pastes text as a terminal does: its lines end as Enter does, and it is marked where the program asked for that."""
        text = text.replace("\n", "\r")
        return self.type(f"\x1b[200~{text}\x1b[201~" if BRACKETED_PASTE in self.screen.mode else text)

    def lines(self):
        return [self.line(y) for y in range(self.rows)]

    def line(self, y):
        row = self.screen.buffer[y % self.rows]
        return "".join([row[x].data if x in row else " " for x in range(self.columns)]).rstrip() if row else ""

    def find(self, text):
        """The number of the first line with text; None where there is none."""
        for y, line in enumerate(self.lines()):
            if text.search(line) if hasattr(text, "search") else text in line:
                return y
        return None

    def column(self, y, text):
        """The screen column at which text begins on line y."""
        row = self.screen.buffer[y]
        for x in range(self.columns):
            if "".join(row[i].data for i in range(x, self.columns)).startswith(text):
                return x
        raise AssertionError(f"not on line {y}: {text!r}\n{self.picture()}")

    def cursor(self):
        return self.screen.cursor.y, self.screen.cursor.x

    def cursor_line(self):
        return self.line(self.screen.cursor.y)

    def wait_cursor(self, text):
        """Waits until the cursor stands on a line with text, and the picture is whole."""
        self.settle()
        self.until(lambda: text in self.cursor_line(), f"the cursor is not at {text!r}")
        return self

    def go_to(self, text):
        """Moves the cursor down to the row with text."""
        self.settle()
        while text not in self.settle().cursor_line():
            before = self.cursor_line()
            self.keys("j").until(lambda: self.cursor_line() != before, f"no row with {text!r}")
            self.settle()
        return self

    def settle(self):
        """Takes the rest of the present picture: in the middle of it the cursor is anywhere."""
        while self.pump(QUIET) or not self._waits():
            pass
        return self

    def _waits(self):
        """Whether the program waits for something; one that another one pushed aside has more to paint."""
        if not self.pid:
            return True
        with open(f"/proc/{self.pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "R"

    def is_dim(self, y):
        """Whether all that is written on line y is of less weight."""
        written = [c for c in (self.screen.buffer[y][x] for x in range(self.columns)) if c.data.strip()]
        return bool(written) and all(c.strikethrough for c in written)

    def styles(self, y):
        """The set of (foreground, background, bold, reverse) on line y."""
        row = self.screen.buffer[y]
        return {(c.fg, c.bg, c.bold, c.reverse) for c in (row[x] for x in range(self.columns))}

    def resize(self, columns, rows):
        self.asked = self.written
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        self._set_size(self.fd)
        return self

    def send(self, number):
        os.kill(self.pid, number)
        return self

    def kill(self, number=9):
        """Ends the program with a signal and waits for its end."""
        if self.pid:
            os.kill(self.pid, number)
            self.wait_end()
        return self

    def picture(self):
        if not hasattr(self, "screen"):
            return ""
        edge = "+" + "-" * self.columns + "+"
        where = f"cursor {self.cursor()}, " + (f"ended with {self.status}" if self.fd is None else "running")
        last = [] if self.fd is not None else [re.sub(rb"\x1b[\[(][0-9;?]*.", b" ", self.raw[-1500:]).decode("utf-8", "replace")]
        return "\n".join([edge, *(f"|{line:{self.columns}}|" for line in self.lines()), edge, where, *last])
