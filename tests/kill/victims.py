"""What can go wrong, and is mended again: daemons, the servers of the cluster, sessions, the peer, a command. kill() does it,
revive() returns when what can be mended is mended."""
import os
import random
import signal
import socket
import subprocess
import sys
import time

from cluster import WAIT
from syncd import Syncd, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))


class Daemon:
    name = "daemon"

    def __init__(self, settings, build, conninfo):
        self.syncd = Syncd(settings=settings, build=build, conninfo=conninfo)

    def kill(self):
        self.syncd.kill()

    def revive(self):
        self.syncd.start()


class Crash:
    """The server that takes writes dies and comes again where it was."""
    name = "crash"

    def __init__(self, cluster):
        self.cluster = cluster

    def kill(self):
        self.cluster.primary.kill()

    def revive(self):
        self.cluster.primary.start()
        self.cluster.in_order()


class Outage(Crash):
    """The same, but nobody is there for a while."""
    name = "outage"

    def __init__(self, cluster, chance, longest):
        super().__init__(cluster)
        self.chance, self.longest = chance, longest

    def revive(self):
        time.sleep(self.chance.uniform(self.longest / 10, self.longest))
        super().revive()


class Failover(Crash):
    """The server that takes writes dies, another is promoted, the dead one follows it."""
    name = "failover"

    def revive(self):
        old = self.cluster.primary
        self.cluster.promote()
        old.kill()
        self.cluster.rejoin(old)
        self.cluster.in_order()


class Silence(Failover):
    """The same, but it does not die: its host is silent, to those who are connected and to those who come, until long after the
    other has been promoted."""
    name = "silence"

    def __init__(self, cluster, seconds):
        super().__init__(cluster)
        self.seconds = seconds

    def kill(self):
        self.cluster.primary.signal(signal.SIGSTOP)

    def revive(self):
        old = self.cluster.primary
        self.cluster.promote()
        time.sleep(self.seconds)
        old.kill()
        self.cluster.rejoin(old)
        self.cluster.in_order()


class Session(Crash):
    """One of the daemons' sessions: the server then ends all of them and recovers."""
    name = "session"

    def kill(self):
        sessions = [child for child in self.cluster.primary.children() if "t_syncd" in command_line(child)]
        if sessions:
            os.kill(random.choice(sessions), signal.SIGKILL)

    def revive(self):
        wait_for("database", self.cluster.primary.answers, WAIT)
        self.cluster.in_order()


class Command:
    """A command that an operator has just begun."""
    name = "command"

    def __init__(self, operators):
        self.operators = operators

    def kill(self):
        for operator in self.operators:
            operator.end_command()

    def revive(self):
        pass


class Console:
    """A console in which an operator types."""
    name = "console"

    def __init__(self, writers, chance):
        self.writers, self.chance = writers, chance

    def kill(self):
        self.chance.choice(self.writers).end_console()

    def revive(self):
        pass


class SilentHost:
    """Takes connections and says nothing, from the start: the first of the hosts."""

    def __init__(self, folder):
        self.folder = f"{folder}/silent"
        os.mkdir(self.folder, 0o711)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(f"{self.folder}/.s.PGSQL.5432")
        os.chmod(f"{self.folder}/.s.PGSQL.5432", 0o777)
        self.socket.listen(1024)


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


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def listens(port):
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) == 0
