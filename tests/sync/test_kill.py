"""A small run of 'make kill': two daemons, the database and a peer are killed while residents send and
operators answer; what was acknowledged is there once, what was published is at the peer once."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOSSES = ("lost", "double", "answers_lost", "answers_double", "odd")


def main():
    command = [sys.executable, f"{ROOT}/tests/kill/run", os.environ["VARTA_BUILD"], "12", "600", "60"]
    environment = dict(os.environ, FIGURES=f"{os.environ['TMPDIR']}/figures")
    del environment["TMPDIR"]  # nobody else may enter it, and the server may run as somebody else
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.returncode
    with open(environment["FIGURES"], encoding="utf-8") as file:
        figures = {line.split("\t")[0]: line.split("\t")[1] for line in file}
    assert figures["sync.kill_kills"] == "12" and figures["sync.kill_acknowledged"] == "600", figures
    assert all(figures[f"sync.kill_{loss}"] == "0" for loss in LOSSES), figures


main()
