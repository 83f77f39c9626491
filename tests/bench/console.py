"""What the console costs on the line and in memory, beside the budgets of the best mail readers.

The budgets at 80x24 come from mutt, neomutt and less, measured with Cyrillic text.
"""
import statistics

from meter import Meter

ROUNDS = 5
OPERATOR = {"PGUSER": "t_moderator", "LANGUAGE": "uk", "LC_ALL": "C.UTF-8"}

AIMS = (  # figure, aim, unit, compared with
    ("start_ms", "<=150", "ms", "budget; mutt 1590, less 12 at 100,000"),
    ("start_bytes", "<=3600", "B", "mutt 3600"),
    ("down_bytes", "<=330", "B", "neomutt 291 to 301"),
    ("down_arrow_bytes", "<=90", "B", "mutt 79"),
    ("scroll_bytes", "<=360", "B", "mutt 331 to 352"),
    ("page_bytes", "<=2500", "B", "mutt 2300"),
    ("open_bytes", "<=2600", "B", "mutt 2400"),
    ("back_bytes", "<=3000", "B", "mutt 2900"),
    ("down_ms", "<=3", "ms", "mutt 0.3 to 1.5"),
    ("idle_bps", "=0", "B/s", "htop 582"),
    ("rss_mb", "<=15", "MB", "mutt 120"),
)


def visit(varta, env, rows, arrow_config):
    """One run of the console; figures by name."""
    meter = Meter([varta, "-l", "uk"], 80, 24, env)
    start = meter.start(rows)
    figures = {"start_ms": start.last, "start_bytes": start.size}
    down = meter.keys("Down", 8)
    figures.update(down_bytes=down.size, down_ms=down.last)
    opened = meter.key("Enter")
    figures["open_bytes"] = opened.size
    figures["back_bytes"] = meter.key("Esc").size
    meter.keys("Down", 12)  # to the last line of the page
    figures["scroll_bytes"] = meter.keys("Down", 6).size
    figures["page_bytes"] = meter.keys("PageDown", 5).size
    figures["idle_bps"] = meter.idle(2)
    figures["rss_mb"] = meter.peak_mb()
    meter.stop()

    meter = Meter([varta, "-l", "uk", "-c", arrow_config], 80, 24, env)
    meter.start(rows)
    figures["down_arrow_bytes"] = meter.keys("Down", 8).size
    meter.stop()
    return figures


def run(figures, build, scratch, rows):
    """rows: a text that only the painted list shows."""
    config = f"{scratch}/arrow.yaml"
    with open(config, "w", encoding="utf-8") as file:
        file.write("console:\n  arrow_cursor: true\n")
    env = dict(OPERATOR, VARTA_LOCALEDIR=f"{build}/locale", XDG_STATE_HOME=scratch, XDG_CONFIG_HOME=scratch)
    rounds = [visit(f"{build}/console/varta", env, rows, config) for _ in range(ROUNDS)]
    for name, aim, unit, against in AIMS:
        figures.add(f"console.{name}", float(statistics.median(r[name] for r in rounds)), unit, aim, against)
