"""Packets to the database are dropped: nobody answers and nobody refuses. Daemon, console and command notice it within 15 s, by the
kernel where nothing is asked; a command says that it is not known whether its act was done; all come back within 2 s."""
import ctypes
import os
import socket
import subprocess
import sys
import time

import darkline
import reports
from play import Play
from syncd import Syncd, wait_for

BUILD = os.environ["VARTA_BUILD"]
NOTICED, BACK = 15, 2  # seconds
OFFLINE = 6
PIDFD_GETFD = 438
TCP_USER_TIMEOUT = 18


def tcp_sockets(pid, host):
    """The process's connections to host, as sockets of ours."""
    libc, found = ctypes.CDLL(None, use_errno=True), []
    process = os.pidfd_open(pid)
    for name in os.listdir(f"/proc/{pid}/fd"):
        if os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:"):
            one = socket.socket(fileno=libc.syscall(PIDFD_GETFD, process, int(name), 0))
            try:
                if one.family == socket.AF_INET and one.getpeername()[0] == host:
                    found.append(one)
                    continue
            except OSError:
                pass
            one.close()
    os.close(process)
    return found


def check_kernel(pid, host, least):
    """What the kernel was told of each connection."""
    found = tcp_sockets(pid, host)
    assert len(found) >= least, len(found)
    for one in found:
        said = [one.getsockopt(socket.SOL_TCP, option) for option in (TCP_USER_TIMEOUT, socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)]
        assert one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) and said == [10000, 4, 2, 3], said
        one.close()


def waiting(number):
    return reports.sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%%api.take(%%' and datname = current_database()")


def check(line):
    number = reports.add("За темною мережею.")[0]
    there = dict(os.environ, PGHOST=line.host, PGPORT="5432")
    play = Play()
    with Syncd(conninfo=f"user=t_syncd host={line.host} port=5432") as syncd:
        play.start("-f", str(number), env={"PGHOST": line.host, "PGPORT": "5432"}).wait("1/1")
        check_kernel(syncd.process.pid, line.host, 9)
        check_kernel(play.pid, line.host, 1)
        with reports.locked(number):
            command = subprocess.Popen([f"{BUILD}/console/varta", "take", str(number), "-l", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       text=True, env=dict(there, PGUSER="t_moderator"))
            wait_for("the command's lock", lambda: waiting(number))
            line.dark()
            begun = time.monotonic()
            out, err = command.communicate(timeout=60)
            assert (command.returncode, out) == (OFFLINE, "") and "whether it was done is not known" in err, (command.returncode, out, err)
            assert time.monotonic() - begun < NOTICED, "the command is late"
            play.wait("no connection", limit=NOTICED - (time.monotonic() - begun))
            wait_for("end of readiness", lambda: syncd.request("GET", "/health").status == 503, NOTICED - (time.monotonic() - begun))
            wait_for("reason", lambda: "the database cannot be reached" in syncd.log(), NOTICED - (time.monotonic() - begun))
        line.light()
        begun = time.monotonic()
        wait_for("readiness", lambda: syncd.request("GET", "/health").status == 200, BACK)
        print(f"the daemon is back after {time.monotonic() - begun:.2f} s")
        play.until(lambda: play.find("no connection") is None, "the console is not back", BACK + 2)
        print(f"the console is back after {time.monotonic() - begun:.2f} s")
    play.kill()


def main():
    why = darkline.why_not()
    if why:
        print(why)
        return 77
    with darkline.DarkLine() as line:
        check(line)
    return 0


sys.exit(main())
