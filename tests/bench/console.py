"""What the console costs on the line and in memory: the figures console.*, with the number of requests and the
terminal's size in the name, each beside mutt with as many messages as the smaller number, in the same run.

far.*: the same console with a database that is 300 ms away.
"""
import os
import statistics
import subprocess

import database as db
import mailbox
import reports
from meter import Meter
from slowline import SlowLine

ROUNDS = 3
REST = 0.6  # seconds, in which the preview has followed the cursor
SIZES = ((80, 24), (120, 40))
FAR = 0.3  # seconds of a round trip
WAITING = "завантаження"  # what the console says then, after a second
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "LANGUAGE": "uk"}

BUDGETS = (  # figure, unit, budget at 80x24 and at 120x40 (docs of the best peers); mutt has it, too
    ("start_ms", "ms", 150, 150, True),
    ("start_bytes", "B", 3600, 6400, True),
    ("down_bytes", "B", 330, 370, True),
    ("down_arrow_bytes", "B", 90, 90, True),
    ("scroll_bytes", "B", 360, 500, True),
    ("page_bytes", "B", 2500, 5000, True),
    ("open_bytes", "B", 2600, 2800, True),
    ("back_bytes", "B", 3000, 5600, True),
    ("rest_bytes", "B", 150, 1100, True),
    ("mark_bytes", "B", 60, 60, True),
    ("prompt_bytes", "B", 20, 20, True),
    ("down_ms", "ms", 3, 3, True),
    ("idle_bps", "B/s", 0, 0, True),
    ("live_bps", "B/s", 30, 30, False),
    ("rss_mb", "MB", 15, 15, True),
)


class Program:
    """One that shows a list: how it is started and what its keys are."""

    def __init__(self, command, arrow, env, shown, back, prompt):
        self.command, self.arrow, self.env = command, arrow, dict(ENVIRONMENT, **env)
        self.shown = shown    # a text that only the painted list shows
        self.back = back      # the key from what was opened to the list
        self.prompt = prompt  # the key that asks for a text

    def start(self, size, arrow=False):
        meter = Meter(self.command + (self.arrow if arrow else []), *size, self.env)
        return meter, meter.start(self.shown)


def visit(program, size):
    """One run; figures by name."""
    meter, start = program.start(size)
    figures = {"start_ms": start.shown, "start_bytes": start.size}
    down = meter.keys("Down", 8)
    figures.update(down_bytes=down.size, down_ms=down.last)
    figures["rest_bytes"] = meter.idle(REST) * REST  # the preview that follows the cursor, and the hints for its request
    figures["mark_bytes"] = meter.keys("t", 4).size
    figures["open_bytes"] = meter.key("Enter").size
    figures["back_bytes"] = meter.key(program.back).size
    meter.keys("Down", size[1] - 12)  # to the last line of the page
    figures["scroll_bytes"] = meter.keys("Down", 6).size
    figures["page_bytes"] = meter.keys("PageDown", 5).size
    meter.key(program.prompt)
    figures["prompt_bytes"] = meter.keys("x", 5).size
    meter.key("Esc")
    figures["idle_bps"] = meter.idle(2)
    figures["rss_mb"] = meter.peak_mb()
    meter.stop()
    meter, _ = program.start(size, arrow=True)
    figures["down_arrow_bytes"] = meter.keys("Down", 8).size
    meter.stop()
    return figures


def medians(rounds):
    return {name: float(statistics.median(r[name] for r in rounds)) for name in rounds[0]}


def live_bps(program, size):
    """Bytes a second while a request comes in every two seconds."""
    meter, _ = program.start(size)
    written = 0
    for i in range(5):
        reports.add(f"Щойно надійшло {i}.", source="bench-live")
        written += meter.idle(2)
    meter.stop()
    return written / 5


def varta(build, scratch):
    config = f"{scratch}/arrow.yaml"
    with open(config, "w", encoding="utf-8") as file:
        file.write("console:\n  arrow_cursor: true\n")
    env = {"PGUSER": "t_moderator", "VARTA_LOCALEDIR": f"{build}/locale", "XDG_STATE_HOME": scratch, "XDG_CONFIG_HOME": scratch}
    return Program([f"{build}/console/varta", "-l", "uk"], ["-c", config], env, "Не працює", "Esc", "/")


def mutt(scratch, messages):
    mailbox.write(f"{scratch}/mbox", messages)
    rc = (f"set folder={scratch}", "set mail_check=0", "set read_inc=0", "set menu_scroll", "set timeout=3600", "set header_cache=''", "set sort=date", "set wait_key=no", "unset mark_old", "set move=no",
          "set pager_index_lines=0", "set charset=utf-8", "unset resolve")
    for name, more in (("muttrc", ()), ("arrowrc", ("set arrow_cursor",))):
        with open(f"{scratch}/{name}", "w", encoding="utf-8") as file:
            file.write("\n".join((*rc, *more)) + "\n")
    command = ["mutt", "-n", "-R", "-f", f"{scratch}/mbox", "-F"]
    return Program(command + [f"{scratch}/muttrc"], [f"-F{scratch}/arrowrc"], {"HOME": scratch}, "Не працює", "i", "/")


def name_of(size):
    return "{}x{}".format(*size)


def peers(figures, scratch, messages, label):
    """The figures mutt.*; returns them by size."""
    peer, found = mutt(scratch, messages), {}
    for size in SIZES:
        found[size] = medians([visit(peer, size) for _ in range(ROUNDS)])
        for name, unit, _, _, has in BUDGETS:
            if has:
                figures.add(f"mutt.{name}.{label}.{name_of(size)}", found[size][name], unit)
    os.unlink(f"{scratch}/mbox")
    return found


def compare(figures, program, label, peer):
    """The figures console.* of the database that is the present one."""
    reports.sql("insert into varta.source (city_id, code, transport, jurisdiction) "
                "select id, 'bench-live', 'push', 'bench-live' from varta.city where code = 'kyiv' on conflict do nothing")
    for size in SIZES:
        measured = medians([visit(program, size) for _ in range(ROUNDS)])
        measured["live_bps"] = live_bps(program, size)
        for name, unit, small, large, has in BUDGETS:
            budget = small if size == SIZES[0] else large
            against = f"mutt {peer[size][name]:.1f}" if has else "htop 582"
            figures.add(f"console.{name}.{label}.{name_of(size)}", measured[name], unit, f"<={budget}", against)


FAR_KEYS = (  # figure, keys before, the key that is measured
    ("down", (), "Down"),
    ("page", (), "PageDown"),
    ("help", (), "?"),
    ("prompt", ("/",), "x"),
    ("compose", ("w",), "я"),
    ("open", (), "Enter"),  # at once the frame and what the list knows; the rest follows
)


def far(figures, program, scratch):
    """Milliseconds to the first byte of an answer to a key, the worst of five, and until Esc has given a reading up."""
    with SlowLine(FAR, f"{scratch}/far") as line:
        away = Program(program.command, [], dict(program.env, PGHOST=line.folder), program.shown, "Esc", "/")
        meter, start = away.start(SIZES[0])
        figures.add("console.far.start_ms", start.last, "ms", "", f"a round trip takes {FAR * 1000:.0f} ms")
        for name, before, key in FAR_KEYS:
            for earlier in before:
                meter.key(earlier)
            worst = max(meter.key(key).first for _ in range(1 if key in "?Enter" else 5))
            figures.add(f"console.far.{name}_ms", worst, "ms", "<=20", "without the database; worst of 5")
            for _ in range(2 if before else key in ("?", "Enter")):
                meter.key("Esc")
        line.delay = 30
        meter.key("9", ready=WAITING)
        figures.add("console.far.esc_ms", meter.key("Esc").first, "ms", "<=45", "gives a reading up; 25 ms tell Esc from a sequence")
        meter.stop()


def fill(name, requests):
    """A database with so many requests of one city, which is the present one from now on."""
    db.create(name, "template_bench")
    db.psql(name, "-v", f"requests={requests}", "-v", "cities=1", "-f", f"{db.ROOT}/tests/bench/generate.sql", stdout=subprocess.DEVNULL)
    db.psql(name, "-c", "vacuum analyze")
    os.environ["PGDATABASE"] = name


def run(figures, build, scratch, requests, many):
    """requests, many: how many in the smaller and in the larger queue; mutt has as many messages as the smaller."""
    program, label = varta(build, scratch), {requests: "100k", many: "1m"}
    peer = peers(figures, scratch, requests, label[requests])
    for number in (requests, many):
        fill(f"bench_{number}", number)
        compare(figures, program, label[number], peer)
        if number == requests:
            far(figures, program, scratch)
        db.drop(f"bench_{number}")
