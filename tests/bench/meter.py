"""Measures a terminal program through a pty: bytes written for a key, time to paint, memory."""
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import termios
import time

import pyte

QUIET = 0.15  # seconds without output that end a step
KEYS = {"Down": b"\x1bOB", "Up": b"\x1bOA", "PageDown": b"\x1b[6~", "Enter": b"\r", "Esc": b"\x1b"}


class Step:
    """What one key did: bytes on the terminal, ms until the first and the last of them, and until what was waited for."""

    def __init__(self, size, first, last, shown=None):
        self.size, self.first, self.last, self.shown = size, first, last, shown


class Meter:
    def __init__(self, command, cols, rows, env):
        self.screen = pyte.Screen(cols, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.begin = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execvpe(command[0], command, dict(os.environ, TERM="xterm-256color", **env))

    def read(self, begin, ready=None, limit=60.0):
        """Reads until the screen shows ready (if any) and then nothing more comes."""
        size, first, last, shown, quiet_since = 0, None, None, None, begin
        while time.perf_counter() - begin < limit:
            if shown is None and (ready is None or any(ready in line for line in self.screen.display)):
                shown = (quiet_since - begin) * 1000
            if shown is not None and time.perf_counter() - quiet_since > QUIET:
                return Step(size, first, last, shown)
            if not select.select([self.fd], [], [], 0.01)[0]:
                continue
            data = os.read(self.fd, 65536)
            now = time.perf_counter()
            size, last, quiet_since = size + len(data), (now - begin) * 1000, now
            first = last if first is None else first
            self.stream.feed(data)
        raise RuntimeError(f"not shown within {limit} s: {ready!r}\n" + "\n".join(self.screen.display))

    def start(self, ready):
        return self.read(self.begin, ready)

    def key(self, name, ready=None):
        begin = time.perf_counter()
        os.write(self.fd, KEYS.get(name) or name.encode())
        return self.read(begin, ready)

    def keys(self, name, times):
        """The same key several times; the median of each figure."""
        steps = [self.key(name) for _ in range(times)]
        return Step(*(statistics.median(getattr(s, field) or 0 for s in steps) for field in ("size", "first", "last")))

    def idle(self, seconds):
        """Bytes a second that come without a key."""
        end, size = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.05)[0]:
                size += len(os.read(self.fd, 65536))
        return size / seconds

    def peak_mb(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def stop(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
