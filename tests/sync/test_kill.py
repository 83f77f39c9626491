"""A small run of 'make kill': daemons, sessions, commands, a peer and the server that takes writes die, and another is promoted,
while residents send and operators answer; what was acknowledged is there once, what was published is at the peer once, and so are
mails. Photos, the tree and reports that are read wait for leases of minutes: 'make kill' has them."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOSSES = ("lost", "double", "answers_lost", "answers_double", "mails", "odd")


def main():
    command = [sys.executable, f"{ROOT}/tests/kill/run", os.environ["VARTA_BUILD"], "6", "200", "20"]
    environment = dict(os.environ, KINDS="daemon session crash failover command peer", SIDES="mails", FIGURES=f"{os.environ['TMPDIR']}/figures")
    del environment["TMPDIR"]  # nobody else may enter it, and the server may run as somebody else
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.returncode
    with open(environment["FIGURES"], encoding="utf-8") as file:
        figures = {line.split("\t")[0]: line.split("\t")[1] for line in file}
    assert figures["sync.kill_faults"] == "6" and figures["sync.kill_acknowledged"] == "200", figures
    assert all(figures[f"sync.kill_{loss}"] == "0" for loss in LOSSES), figures


main()
