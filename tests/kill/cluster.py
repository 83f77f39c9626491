"""Three PostgreSQL servers, of which one takes writes and the others follow: a commit is acknowledged when one of
them has it, too. Each has its folder, with its socket in it; fsync is on. What fails over here does what an
administrator does: the old server is dead before another is promoted, and comes back as a standby.

    with Cluster() as cluster:
        cluster.primary.kill()
        cluster.promote()
"""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

import psycopg2

from syncd import wait_for

BIN = glob.glob("/usr/lib/postgresql/15/bin")[0]
NAMES = ("one", "two", "three")
SETTLED = 0.3  # seconds in which nothing came
WAIT = 120  # seconds for what takes one, on a machine that has other work
SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "200", "shared_buffers": "128MB",
            "max_wal_size": "1GB", "hot_standby": "on", "jit": "off",
            "log_min_messages": "warning", "wal_receiver_status_interval": "1s", "wal_retrieve_retry_interval": "100ms",
            "synchronous_standby_names": f"ANY 1 ({', '.join(NAMES)})"}


def as_server():
    """What stands before a server's command: it ends with whoever began it, and as root it runs as postgres."""
    return ["setpriv", "--pdeathsig=INT", *(["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else [])]


def run(*command):
    done = subprocess.run([*as_server(), *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          text=True, cwd="/")
    assert done.returncode == 0, f"{command[0]}: {done.stdout}"


def alive(pid):
    """Neither gone nor a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Node:
    """One of the servers. follows: the folder of the one it follows, or None."""

    def __init__(self, folder, name):
        self.name, self.folder, self.data = name, f"{folder}/{name}", f"{folder}/{name}/data"
        self.process = self.follows = None
        os.mkdir(self.folder, 0o700)
        if os.getuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)

    def initialise(self):
        run(f"{BIN}/initdb", "--no-sync", "--data-checksums", "-D", self.data, "-U", "postgres", "-A", "trust", "--locale-provider=icu", "--icu-locale=uk",
            "--encoding=UTF8", "--locale=C.UTF-8")
        with open(f"{self.data}/postgresql.conf", "a", encoding="utf-8") as file:
            file.write("wal_keep_size = 1GB\n")  # pg_rewind recovers with what stands in the file

    def copy(self, primary):
        """A copy of the one that takes writes, which will follow it."""
        shutil.rmtree(self.data, ignore_errors=True)
        run(f"{BIN}/pg_basebackup", "-h", primary.folder, "-U", "postgres", "-D", self.data, "--checkpoint=fast", "--no-sync")
        self.follow(primary)

    def rewind(self, primary):
        """Takes back what it alone has, so that it can follow the new one; anew where that is not possible."""
        try:
            run(f"{BIN}/pg_rewind", "--no-sync", "-D", self.data, f"--source-server=host={primary.folder} user=postgres dbname=postgres target_session_attrs=any")
            self.follow(primary)
        except AssertionError as e:
            print(e)
            self.copy(primary)

    def follow(self, primary):
        self.follows = primary.folder
        run("touch", f"{self.data}/standby.signal")

    def start(self):
        settings = dict(SETTINGS, unix_socket_directories=self.folder)
        if self.follows:
            settings["primary_conninfo"] = f"host={self.follows} user=postgres target_session_attrs=any application_name={self.name}"
        command = [*as_server(), f"{BIN}/postgres", "-D", self.data, *(word for key, value in settings.items() for word in ("-c", f"{key}={value}"))]
        with open(f"{self.folder}/log", "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        wait_for(f"server {self.name}", self.answers, WAIT)

    def ask(self, query):
        return self.execute(query)[0]

    def ask_again(self, query):
        """None where it does not answer just now."""
        try:
            return self.ask(query)
        except psycopg2.OperationalError:
            return None

    def execute(self, query):
        """Its first row, if it has any."""
        connection = psycopg2.connect(host=self.folder, user="postgres", dbname="postgres", connect_timeout=5, target_session_attrs="any")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchone() if cursor.description else None
        finally:
            connection.close()

    def answers(self):
        assert self.process.poll() is None, f"server {self.name} ended: {self.log()[-2000:]}"
        try:
            return self.ask("select 1")
        except psycopg2.OperationalError:
            time.sleep(0.05)
            return False

    def log(self):
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as file:
            return file.read()

    def received(self):
        """How far it has what the primary wrote, in bytes."""
        return self.ask("select greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'")

    def children(self):
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                found.append(int(entry))
        return found

    def signal(self, number):
        """To the server and all that belongs to it; their ids. The server is stopped first, so that nobody joins them."""
        os.kill(self.process.pid, signal.SIGSTOP)
        pids = [self.process.pid, *self.children()]
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        return pids

    def kill(self):
        if self.process.poll() is not None:
            return
        pids = self.signal(signal.SIGKILL)
        self.process.wait()
        wait_for("end of the server", lambda: not any(alive(pid) for pid in pids), WAIT)

    def stop(self):
        """In good order, at once."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(WAIT)


class Cluster:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="varta-ha.")
        os.chmod(self.folder, 0o711 if os.getuid() == 0 else 0o700)
        self.nodes = [Node(self.folder, name) for name in NAMES]
        self.primary = self.nodes[0]
        self.primary.initialise()
        self.primary.start()
        for node in self.standbys():
            node.copy(self.primary)
            node.start()

    @property
    def hosts(self):
        """All of them, as libpq wants it, always in the same order."""
        return ",".join(node.folder for node in self.nodes)

    def standbys(self):
        return [node for node in self.nodes if node is not self.primary]

    def in_order(self):
        """Waits until both others follow; a server of which a session was killed may still be about to begin anew."""
        query = "select count(*) from pg_stat_replication where state = 'streaming'"
        wait_for("standbys", lambda: self.primary.answers() and self.primary.ask_again(query) == len(self.nodes) - 1, WAIT)

    def furthest(self):
        """The standby that has most, once neither gets anything more: what the dead one sent may still be on its way."""
        last, since = None, time.monotonic()
        while time.monotonic() - since < SETTLED:
            now = [node.received() for node in self.standbys()]
            if now != last:
                last, since = now, time.monotonic()
        return self.standbys()[last.index(max(last))]

    def promote(self):
        """The one that has most takes over; nothing may write to the old one any more. The other standby follows it."""
        old = self.primary
        self.primary = self.furthest()
        assert self.primary.ask("select pg_promote(true, 60)"), self.primary.log()[-2000:]
        self.primary.follows = None
        for node in self.standbys():
            if node is not old:
                node.stop()
                node.follow(self.primary)
                node.start()

    def rejoin(self, old):
        """What was the primary and is dead comes back as a standby. pg_rewind believes a control file that a checkpoint writes."""
        self.primary.execute("checkpoint")
        old.rewind(self.primary)
        old.start()

    def stop(self):
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.signal(signal.SIGCONT)
                node.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
