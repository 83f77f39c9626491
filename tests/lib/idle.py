"""What an idle daemon costs: statements that it sends, counted by a relay before the database, and how often it wakes up.

    with CountingLine(folder) as line:
        cost = idle.measure(syncd, line, seconds)  # both in a minute
"""
import asyncio
import json
import os
import time
from dataclasses import dataclass

import ctl
import polls
from peers import GeoReport
from reports import sql
from slowline import SlowLine
from smtpd import PASSWORD, USER, Smtpd
from syncd import Syncd, wait_for

QUIET = 1.5  # seconds without a statement: it has begun


class CountingLine(SlowLine):
    """Passes on what comes and counts what is asked: each statement ends with a Sync of its own."""

    def __init__(self, folder):
        super().__init__(0, folder)
        self.statements, self.last = 0, 0.0

    async def connected(self, reader, writer):
        server_reader, server_writer = await asyncio.open_unix_connection(self.server)
        await asyncio.gather(self.ask(reader, server_writer), self.answer(server_reader, writer))

    async def ask(self, reader, server_writer):
        rest, started = b"", False
        while data := await self.read(reader):
            server_writer.write(data)
            rest, started = self.count(rest + data, started)
        server_writer.close()

    async def answer(self, server_reader, writer):
        while data := await self.read(server_reader):
            writer.write(data)
        writer.close()

    def count(self, data, started):
        """Counts the whole messages in data; what is left of it."""
        while len(data) >= 5:
            head = 1 if started else 0
            length = head + int.from_bytes(data[head:head + 4], "big")
            if len(data) < length:
                break
            if started and data[:1] == b"S":
                self.statements += 1
                self.last = time.monotonic()
            data, started = data[length:], True
        return data, started


@dataclass
class Cost:
    statements: float
    wakes: float


def wakes(pid):
    """How often its threads have gone to sleep."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/status", encoding="ascii") as file:
            total += int(file.read().split("voluntary_ctxt_switches:")[1].split()[0])
    return total


def measure(syncd, line, seconds):
    """Waits until it has begun and rests, then looks on for so long."""
    wait_for("rest", lambda: time.monotonic() - line.last > QUIET)
    pid, begun = syncd.process.pid, time.monotonic()
    before = line.statements, wakes(pid)
    while time.monotonic() - begun < seconds:
        time.sleep(0.1)  # it is left alone: this is the measurement
    minutes = (time.monotonic() - begun) / 60
    return Cost((line.statements - before[0]) / minutes, (wakes(pid) - before[1]) / minutes)


class Setup:
    """The configurations of a daemon that is idle, by their names: lines of its part syncd and lines at the top, once what they need is there."""

    def __init__(self, folder):
        self.folder = folder
        self.smtpd = self.peer = None

    def plain(self):
        return (), ()

    def poll(self):
        self.peer = GeoReport()
        polls.add_source("read", self.peer, poll={"every": "1 hour"})
        return (), ()

    def mail(self):
        self.smtpd = Smtpd()
        secrets = f"{self.folder}/mail-secrets"
        with open(os.open(secrets, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            json.dump({"password": PASSWORD, "links": "k" * 40}, file)
        sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv-mail', null)")
        return (f"mail_server: {self.smtpd.url}", f"mail_ca_file: {self.smtpd.ca}", f"mail_user: {USER}", f"mail_secrets_file: {secrets}",
                "mail_from: noreply@varta.example.org", "mail_bounces: bounces@varta.example.org"), ()

    def site(self):
        os.mkdir(f"{self.folder}/public")
        sql("select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null)")
        return (f"publish: {self.folder}/public",), ()

    def photo(self):
        os.mkdir(f"{self.folder}/media")
        return (f"media_dir: {self.folder}/media",), ()

    def seal(self):
        made = ctl.run("audit", "key", f"{self.folder}/log.key", "varta.example/log")
        assert made.returncode == 0, made.stderr
        return (), ("log:", f"  key: {self.folder}/log.key", f"  folder: {self.folder}/log")

    def everything(self):
        settings, top = zip(self.poll(), self.mail(), self.site(), self.photo(), self.seal())
        return sum(settings, ()), sum(top, ())

    def end(self):
        if self.smtpd:
            self.smtpd.stop()
        if self.peer:
            self.peer.server.stop()


NAMES = ("plain", "poll", "mail", "site", "photo", "seal", "everything")
STATEMENTS, WAKES = 12, 60  # in a minute: 0.2 and 1 in a second


def cost_of(name, folder, seconds, build=None):
    """That of a daemon with this configuration, in the database that the environment names."""
    os.mkdir(folder)
    setup = Setup(folder)
    try:
        settings, top = getattr(setup, name)()
        with CountingLine(f"{folder}/line") as line, Syncd(conninfo=f"user=t_syncd host={line.folder}", settings=settings, top=top, build=build) as syncd:
            return measure(syncd, line, seconds)
    finally:
        setup.end()
