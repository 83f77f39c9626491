"""A primary and a standby of one's own, sockets only.

    if __name__ == "__main__": standby.on_a_private_server()   # first of all: runs the test again with a server of its own
    standby = Standby()        # a copy of that server, which follows it
    standby.stop(); standby.start(); standby.promote()
    standby.names("ghost")     # whom a commit on the primary waits for; "": nobody
    kill_primary()
"""
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import psycopg2

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRIVATE = f"{ROOT}/tests/pg/private-pg"
BIN = "/usr/lib/postgresql/15/bin"
AS_SERVER = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []


def on_a_private_server():
    if "STANDBY_PG" not in os.environ:
        os.environ["STANDBY_PG"] = "1"
        del os.environ["TMPDIR"]  # nobody else may enter it, and the server may run as somebody else
        if "VARTA_TESTS_SEED" in os.environ:
            os.environ["PRIVATE_PG_SEED"] = os.environ["VARTA_TESTS_SEED"]
        os.execv(PRIVATE, [PRIVATE, sys.executable, *sys.argv])


class Session:
    """A session of the superuser that waits for no standby."""

    def __init__(self, host=None):
        self.connection = psycopg2.connect("", **({"host": host} if host else {}))
        self.connection.autocommit = True
        self.one("set synchronous_commit = local")

    def one(self, query, *params):
        with self.connection.cursor() as cursor:
            cursor.execute(query, params or None)
            return cursor.fetchone()[0] if cursor.description else None

    def wait_for(self, names):
        """Commits wait for the standby of that name from now on."""
        self.one(f"alter system set synchronous_standby_names = '{names}'")
        self.one("select pg_reload_conf()")
        self.until("select current_setting('synchronous_standby_names') = %s", names)

    def until(self, query, *params, seconds=120):
        end = time.monotonic() + seconds
        while not (value := self.one(query, *params)):
            assert time.monotonic() < end, query
            time.sleep(0.02)
        return value

    def cancel_wait(self, user):
        """Cancels the wait for the standby that a session of user is in."""
        pid = self.until("select max(pid) from pg_stat_activity where usename = %s and wait_event = 'SyncRep'", user)
        self.one("select pg_cancel_backend(%s)", pid)
        return pid


class Standby:
    prefix = ()  # a command that runs the server's programs

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="varta-standby.", dir=os.path.dirname(os.environ["PGHOST"]))
        self.data, self.log = f"{self.folder}/data", f"{self.folder}/log"
        if AS_SERVER:
            shutil.chown(self.folder, "postgres")
        self.run("pg_basebackup", "-h", os.environ["PGHOST"], "-D", self.data, "-R", "-c", "fast")

    def run(self, program, *args):
        done = subprocess.run([*AS_SERVER, *self.prefix, f"{BIN}/{program}", *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              stdin=subprocess.DEVNULL, cwd=self.folder, timeout=120)
        assert done.returncode == 0, f"{program}: {done.stdout.decode()}"

    def start(self):
        options = f"-c unix_socket_directories={self.folder} -c listen_addresses= -c max_connections=200 -c fsync=off"
        self.run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-o", options, "start")

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def remove(self):
        if glob.glob(f"{self.data}/postmaster.pid"):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def kill_primary():
    """As when its power goes."""
    with open(f"{os.environ['PGHOST']}/data/postmaster.pid", encoding="ascii") as file:
        os.kill(int(file.readline()), signal.SIGQUIT)
    socket = f"{os.environ['PGHOST']}/.s.PGSQL.5432"
    end = time.monotonic() + 30
    while os.path.exists(socket):
        assert time.monotonic() < end, "the primary does not end"
        time.sleep(0.02)
