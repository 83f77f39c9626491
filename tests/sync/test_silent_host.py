"""Of several hosts the first says nothing: its power is gone, so that not even a connection comes about; or it takes the
connection and stays silent. Each host has its own deadline and the next one is tried: daemon, console, commands."""
import os
import socket
import subprocess
import time

import reports
from play import Play
from syncd import Syncd

BUILD = os.environ["VARTA_BUILD"]
LIMIT = 10  # seconds; an attempt of each host has 5


def silent(full):
    """A host that says nothing; full: its queue is, so that its system does not answer, either."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(0 if full else 64)
    callers = []
    for _ in range(4 if full else 0):
        callers.append(socket.socket())
        callers[-1].setblocking(False)
        callers[-1].connect_ex(server.getsockname())
    return server, callers


def hosts(port):
    return {"PGHOST": f"127.0.0.1,{os.environ['PGHOST']}", "PGPORT": f"{port},5432"}


def check_command(port):
    begun = time.monotonic()
    done = subprocess.run([f"{BUILD}/console/varta", "list", "-l", "en"], capture_output=True, check=False, timeout=60,
                          env=dict(os.environ, PGUSER="t_moderator", **hosts(port)))
    assert done.returncode == 0 and "Тихий вузол." in done.stdout.decode(), done
    assert time.monotonic() - begun < LIMIT, "the command is late"


def check_console(port):
    play = Play()
    try:
        play.start(user="t_moderator", env=hosts(port)).wait("Тихий вузол.", limit=LIMIT)
    finally:
        play.kill()


def check_daemon(port):
    begun = time.monotonic()
    with Syncd(conninfo=f"user=t_syncd host=127.0.0.1,{os.environ['PGHOST']} port={port},5432"):
        assert time.monotonic() - begun < LIMIT, "the daemon is late"


reports.add("Тихий вузол.")
for is_full in True, False:
    host, kept = silent(is_full)
    number = host.getsockname()[1]
    check_command(number)
    check_console(number)
    check_daemon(number)
