"""What an idle daemon costs, for each configuration: statements and wakes a minute."""
import os

import database as db
import idle

SECONDS = 60


def run(figures, build, scratch):
    os.environ["VARTA_BUILD"] = build
    for name in idle.NAMES:
        os.environ["PGDATABASE"] = database = f"bench_idle_{name}"
        db.create(database, "template_bench")
        cost = idle.cost_of(name, f"{scratch}/idle-{name}", SECONDS, build)
        figures.add(f"syncd.idle.{name}.statements", round(cost.statements, 1), "1/min", f"<={idle.STATEMENTS}", "an idle daemon asks the database")
        figures.add(f"syncd.idle.{name}.wakes", round(cost.wakes, 1), "1/min", f"<={idle.WAKES}", "it wakes up")
