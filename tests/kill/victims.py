"""What can be killed, and comes again: two daemons, a session of the database, the database whole, the
peer. kill() ends it with SIGKILL, revive() returns when it has begun again."""
import os
import random
import signal
import socket
import subprocess
import sys
import time

import psycopg2

from syncd import Syncd, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
WAIT = 120  # seconds for what takes one, on a machine that has other work


class Daemon:
    name = "daemon"

    def __init__(self, settings, build):
        self.syncd = Syncd(settings=settings, build=build)

    def kill(self):
        self.syncd.kill()

    def revive(self):
        self.syncd.start()


class Server:
    """The PostgreSQL that private-pg started, whose command it left in its folder. As root it runs as
    postgres. What is started here is stopped here."""
    name = "database"

    def __init__(self):
        self.folder = os.environ["PGHOST"]
        self.started = None

    def pid(self):
        with open(f"{self.folder}/data/postmaster.pid", encoding="utf-8") as file:
            return int(file.readline())

    def command(self):
        with open(f"{self.folder}/data/postmaster.opts", encoding="utf-8") as file:
            words = file.read().replace('"', "").split()
        return (["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []) + words

    def children(self):
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.pid():
                found.append(int(entry))
        return found

    def kill(self):
        pid, children = self.pid(), self.children()
        os.kill(pid, signal.SIGKILL)
        if self.started:
            self.started.wait()
        wait_for("end of the server", lambda: not any(alive(child) for child in [pid, *children]), WAIT)

    def revive(self):
        """With its own log; a server that died leaves its lock file, which the next one sees through."""
        with open(f"{self.folder}/log", "ab") as log:
            self.started = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for("database", answers, WAIT)

    def stop(self):
        if self.started:
            self.started.send_signal(signal.SIGINT)
            self.started.wait(WAIT)


class Session:
    """One of the daemons' sessions: the server then ends all of them and recovers."""
    name = "session"

    def __init__(self, server):
        self.server = server

    def kill(self):
        sessions = [child for child in self.server.children() if "t_syncd" in command_line(child)]
        if sessions:
            os.kill(random.choice(sessions), signal.SIGKILL)

    def revive(self):
        wait_for("database", answers, WAIT)


class Peer:
    name = "peer"

    def __init__(self, folder, key):
        self.port_file, self.journal, self.key = f"{folder}/peer.port", f"{folder}/peer.journal", key
        self.revive()

    @property
    def port(self):
        with open(self.port_file, encoding="ascii") as file:
            return int(file.read())

    def kill(self):
        self.process.kill()
        self.process.wait()

    def revive(self):
        command = [sys.executable, f"{HERE}/peer.py", self.port_file, self.journal, self.key]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        wait_for("peer", lambda: os.path.exists(self.port_file) and listens(self.port), WAIT)


def alive(pid):
    """Neither gone nor a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def listens(port):
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) == 0


def answers():
    """Whether the database takes sessions."""
    try:
        psycopg2.connect("").close()
        return True
    except psycopg2.OperationalError:
        time.sleep(0.05)
        return False
