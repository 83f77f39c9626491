"""A console is killed while somebody types without a pause: how much of the typing is not on disk then, in seconds by the time stamps of the keys."""
import glob
import os
import signal
import time

PACE = 0.01  # seconds between two letters


def letters(n):
    """The n-th letter of what is typed; no two stretches of it are alike for long."""
    return "абвгдежзиклмнопрстуфхцчшщ"[(n * n + n // 7) % 25]


def kept(state):
    """What is on disk of it."""
    files = glob.glob(f"{state}/varta/drafts/*")
    text = "".join(letters(n) for n in range(5000))
    best = 0
    for path in files:
        with open(path, encoding="utf-8", errors="replace") as file:
            content = file.read()
        while best < len(text) and text[:best + 1] in content:
            best += 1
    return best


def lost(play, state, seconds):
    """Types into the text that is open for so long, then kills it. Returns seconds that are lost, and the number of letters."""
    stamps = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        stamps.append(time.monotonic())
        play.type(letters(len(stamps) - 1))
        while time.monotonic() < stamps[-1] + PACE:
            play.pump(PACE / 4)
    died = time.monotonic()
    os.kill(play.pid, signal.SIGKILL)
    play.wait_end()
    n = kept(state)
    return (died - stamps[n] if n < len(stamps) else 0.0), len(stamps)
