"""Those who go on while things die: senders that post until they are acknowledged, as FixMyStreet does,
and operators who answer. They share a Ledger of what they were told."""
import collections
import fractions
import http.client
import os
import random
import signal
import subprocess
import threading
import time
import urllib.parse

import psycopg2

from syncd import FORM

KEY = "kill-key"
album = ""  # the site whose photos the submissions name
TYPING = 0.3  # seconds of typing that a killed console may lose
AGAIN = 0.1  # the share of submissions that come again although they were acknowledged


class Ledger:
    """acknowledged: number of the submission -> number of the request; answered: requests whose answer
    was published; odd: what should not have been said to anybody."""

    def __init__(self, submissions, answers):
        self.submissions, self.answers, self.ratio = submissions, answers, fractions.Fraction(answers, submissions)
        self.total = submissions
        self.share = 0  # of the submissions that may be sent by now, so that there is work in every fault
        self.next = iter(range(submissions))
        self.acknowledged, self.answered, self.odd = {}, set(), []
        self.said, self.longest = collections.Counter(), 0  # commands by exit status; seconds that one took at most
        self.typed, self.lost_typing = collections.Counter(), 0  # ends of consoles; seconds of typing that were lost at most
        self.tries = self.repeats = 0
        self.to_answer = []
        self.lock = threading.Lock()
        self.stop = threading.Event()

    def take(self):
        with self.lock:
            n = next(self.next, None)
        while n is not None and n >= self.share * self.total and not self.stop.wait(0.02):
            pass
        return n

    def told(self, n, request):
        with self.lock:
            if self.acknowledged.setdefault(n, request) != request:
                self.odd.append(f"submission {n} is request {self.acknowledged[n]} and {request}")
            if n * self.ratio // 1 != (n + 1) * self.ratio // 1:
                self.to_answer.append(request)

    def open_request(self):
        with self.lock:
            return self.to_answer.pop() if self.to_answer else None

    def strange(self, what):
        with self.lock:
            self.odd.append(what)

    def cut(self):
        """Nothing more is sent than what may be by now."""
        sent = -int(-self.share * self.submissions // 1)
        self.submissions, self.answers = sent, sent * self.answers // self.submissions

    def progress(self):
        return (len(self.acknowledged) / self.submissions + len(self.answered) / self.answers) / 2


def has_photo(n):
    return n % 8 == 1


def photo_size(n):
    """Another one for each of 10,000 photos."""
    return 1 + n % 100, 1 + n // 100 % 100


def has_mail(n):
    return n % 20 == 3


def address(n):
    return f"resident{n}@example.org"


def body(n):
    """Three in four have the number that a FixMyStreet gives, the others are known by their bytes. Some have a photo, some an
    address to which news should go."""
    form = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "fms", "api_key": KEY,
            "description": f"Яма {n}\r\n\r\nГлибока яма біля школи.\r\n"}
    if n % 4:
        form["attribute[fixmystreet_id]"] = n
    if album and has_photo(n):
        form["media_url"] = f"{album}/{n}.png"
    if has_mail(n):
        form.update({"email": address(n), "attribute[notify]": "1"})
    return urllib.parse.urlencode(form)


def kept(n):
    """What the daemon keeps of it: all but the key."""
    return body(n).replace(KEY, "")


class Sender(threading.Thread):
    def __init__(self, ledger, daemons, seed):
        super().__init__(daemon=True)
        self.ledger, self.daemons, self.chance = ledger, daemons, random.Random(seed)
        self.connection = self.port = None
        self.start()

    def run(self):
        while not self.ledger.stop.is_set():
            n = self.ledger.take()
            if n is None:
                break
            self.ledger.told(n, self.deliver(n))
            if self.chance.random() < AGAIN:
                self.ledger.repeats += 1
                self.check_again(n, self.deliver(n))

    def check_again(self, n, request):
        if request and self.ledger.acknowledged[n] != request:
            self.ledger.strange(f"submission {n} was acknowledged as {self.ledger.acknowledged[n]}, then as {request}")

    def deliver(self, n):
        """Until it is acknowledged; the number of the request."""
        while not self.ledger.stop.is_set():
            request = self.attempt(n)
            if request:
                return request
            time.sleep(self.chance.uniform(0.02, 0.2))
        return None

    def attempt(self, n):
        self.ledger.tries += 1
        try:
            answer = self.post(self.chance.choice(self.daemons).syncd.port, body(n))
        except (OSError, http.client.HTTPException):
            self.connection = None
            return None
        status, text = answer
        if status == 200:
            return int(text.partition(b"<service_request_id>")[2].partition(b"<")[0])
        if status != 503:
            self.ledger.strange(f"{status} {text!r}")
        return None

    def post(self, port, form):
        if self.connection is None or self.port != port:
            self.connection, self.port = http.client.HTTPConnection("127.0.0.1", port, timeout=60), port
        self.connection.request("POST", "/open311/requests.xml", form, {"Content-Type": FORM})
        response = self.connection.getresponse()
        return response.status, response.read()


class Operator(threading.Thread):
    """Accepts and answers requests. What it was told of its acts counts, not what the database says: an answer is in the ledger
    when publishing it was confirmed, or when the database says so and a commit after that was confirmed."""

    STATE = ("select q.version, s.code, coalesce((select max(p.state) from varta.response p"
             " where p.city_id = q.city_id and p.request_id = q.id), 0) from varta.request q"
             " join varta.status s on s.id = q.status where q.id = %s")
    ACTS = {("new", 0): "accept", ("pending", 0): "answer", ("pending", 1): "publish"}
    SQL = {"accept": "select api.accept(%s, %s)", "answer": "select api.draft(%s, %s, %s, true)", "publish": "select api.publish(%s, %s, null)"}

    def __init__(self, ledger):
        super().__init__(daemon=True)
        self.ledger = ledger
        self.connections = {}
        self.start()

    def run(self):
        while not self.ledger.stop.is_set() and len(self.ledger.answered) < self.ledger.answers:
            request = self.ledger.open_request()
            if request is None:
                time.sleep(0.02)
                continue
            while not self.ledger.stop.is_set() and not self.step(request):
                pass

    def connection(self, user):
        found = self.connections.get(user)
        if found is None:
            found = self.connections[user] = psycopg2.connect(user=user)
            found.autocommit = True
        return found

    def ask(self, user, query, *params):
        """The first row, and whether a standby has it, too."""
        connection = self.connection(user)
        del connection.notices[:]
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchone(), not connection.notices

    def step(self, request):
        """True when it is answered, for certain."""
        try:
            (version, status, state), _ = self.ask("postgres", self.STATE, request)
            if status == "answered":
                return self.answered(request, self.ask("postgres", "select pg_current_xact_id()")[1])
            act = self.ACTS[status, state]
            said = self.act(act, request, version)
            return self.publishes(act) and self.answered(request, said)
        except (psycopg2.Error, KeyError) as error:
            if not lost(error):
                self.ledger.strange(f"request {request}: {error!r}")
            self.connections = {}
            time.sleep(0.1)
        return False

    def publishes(self, act):
        return act == "publish"

    def answered(self, request, certain):
        if certain:
            self.ledger.answered.add(request)
        return certain

    def act(self, name, request, version):
        """Whether it was said to be done."""
        return self.ask("t_moderator", self.SQL[name], request, version, *([text(request)] if name == "answer" else []))[1]


class Commander(Operator):
    """The same with commands: what one says is its exit status."""

    OK, FAILED, CONFLICT, OFFLINE = 0, 1, 5, 6

    def __init__(self, ledger, varta):
        self.varta, self.command = varta, None
        super().__init__(ledger)

    def act(self, name, request, version):
        self.command = subprocess.Popen([self.varta, name, str(request), "--version-seen", str(version)], env=dict(os.environ, PGUSER="t_moderator"),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        begin = time.monotonic()
        said, _ = self.command.communicate(text(request) if name == "answer" else None)
        took, status = time.monotonic() - begin, self.command.returncode
        self.ledger.longest = max(self.ledger.longest, took)
        self.ledger.said[status] += 1
        if status not in (self.OK, self.CONFLICT, self.OFFLINE, -signal.SIGKILL):
            self.ledger.strange(f"varta {name} {request}: {status}: {said}")
        return status == self.OK

    def end_command(self):
        if self.command and self.command.poll() is None:
            self.command.kill()


def lost(error):
    """Whether the connection went; a version conflict comes after an act whose outcome was not known."""
    return isinstance(error, psycopg2.Error) and error.pgcode in (None, "57P01", "57P02", "57P03", "40001")


def text(request):
    """Without blanks, of which nobody sees on a screen whether they stand at the end."""
    return f"Відповідь:{request},яму_закриють_до_кінця_тижня."
