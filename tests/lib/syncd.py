"""Starts and stops varta-syncd for tests, and speaks to it.

    with Syncd(user="t_syncd") as syncd:
        answer = syncd.post("requests.xml", {"service_code": "road", …})
"""
import http.client
import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

FORM = "application/x-www-form-urlencoded"
KEYS = {"kyiv": "test-key", "poltava": "poltava-key"}
PATIENCE = 120  # seconds for what takes milliseconds, on a machine that has other work


class Answer:
    """Status, headers (names in lower case), body (bytes)."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def xml(self):
        return ElementTree.fromstring(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


def wait_for(what, condition, seconds=PATIENCE):
    """Until condition() is true; its value. AssertionError with what it waited for otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"no {what} within {seconds} s")


class Asked:
    """A server that is asked; connect() gives a connection to it."""

    def request(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()


class Syncd(Asked):
    """The daemon on a free port of 127.0.0.1, on the database that the environment names.

    settings: further lines of the configuration's part syncd; conninfo: instead of user; under: a command that runs it.
    running: all of them that are.
    """

    running = []

    def __init__(self, user="t_syncd", conninfo=None, settings=(), build=None, debug=False, top=(), under=()):
        self.build = build or os.environ["VARTA_BUILD"]
        self.folder = tempfile.mkdtemp(prefix="syncd.")
        self.port_file = f"{self.folder}/port"
        self.log_path = f"{self.folder}/log"
        self.debug, self.under = debug, under
        self.process = None
        lines = [f"database: \"{conninfo or f'user={user}'}\"", "reconnect_max: 500ms", *top, "syncd:",
                 "  listen: 127.0.0.1:0", f"  port_file: {self.port_file}", *(f"  {line}" for line in settings)]
        self.config = f"{self.folder}/varta.yaml"
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        self.start()

    def start(self):
        """Starts it (again) and waits until it listens and has read the sources."""
        if os.path.exists(self.port_file):
            os.unlink(self.port_file)
        command = [*self.under, f"{self.build}/syncd/varta-syncd", "-c", self.config] + (["-d"] if self.debug else [])
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for("port", lambda: os.path.exists(self.port_file) or self.process.poll() is not None)
        assert self.process.poll() is None, self.log()
        self.running.append(self)
        with open(self.port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def ready(self):
        """Waits until it can serve its sources."""
        wait_for("sources", lambda: self.get("services.json", {"jurisdiction_id": "kyiv"}).status == 200)
        return self

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self):
        """SIGTERM, and the exit status has to be 0."""
        self.forget()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        assert status == 0, f"status {status}:\n{self.log()}"

    def forget(self):
        if self in self.running:
            self.running.remove(self)

    def kill(self):
        self.forget()
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self.ready()

    def __exit__(self, kind, value, trace):
        if kind:
            print("\n".join(self.log().splitlines()[-80:]))
            self.kill()
        else:
            self.stop()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, name, query=None):
        return self.request("GET", "/open311/" + name + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, name, form, jurisdiction="kyiv"):
        """Posts a form; the jurisdiction's key is added, unless jurisdiction is None."""
        form = dict(form)
        if jurisdiction:
            form.update(api_key=KEYS[jurisdiction], jurisdiction_id=jurisdiction)
        return self.request("POST", "/open311/" + name, urllib.parse.urlencode(form, doseq=True),
                            {"Content-Type": FORM})

    def report(self, **fields):
        """Posts a report of a bad road in Podil, changed by fields; its number."""
        form = {"service_code": "road", "lat": "50.46", "long": "30.50", "description": "Яма\r\n\r\nГлибока\r\n"}
        form.update(fields)
        answer = self.post("requests.json", form)
        assert answer.status == 200, answer
        return int(answer.json[0]["service_request_id"])
