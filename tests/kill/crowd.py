"""Those who go on while things die: senders that post until they are acknowledged, as FixMyStreet does,
and operators who answer. They share a Ledger of what they were told."""
import http.client
import random
import threading
import time
import urllib.parse

import psycopg2

from syncd import FORM

KEY = "kill-key"
AGAIN = 0.1  # the share of submissions that come again although they were acknowledged


class Ledger:
    """acknowledged: number of the submission -> number of the request; answered: requests whose answer
    was published; odd: what should not have been said to anybody."""

    def __init__(self, submissions, answers):
        self.submissions, self.answers = submissions, answers
        self.next = iter(range(submissions))
        self.acknowledged, self.answered, self.odd = {}, set(), []
        self.tries = self.repeats = 0
        self.to_answer = []
        self.lock = threading.Lock()
        self.stop = threading.Event()

    def take(self):
        with self.lock:
            return next(self.next, None)

    def told(self, n, request):
        with self.lock:
            if self.acknowledged.setdefault(n, request) != request:
                self.odd.append(f"submission {n} is request {self.acknowledged[n]} and {request}")
            if n * self.answers // self.submissions != (n + 1) * self.answers // self.submissions:
                self.to_answer.append(request)

    def open_request(self):
        with self.lock:
            return self.to_answer.pop() if self.to_answer else None

    def strange(self, what):
        with self.lock:
            self.odd.append(what)

    def progress(self):
        return (len(self.acknowledged) / self.submissions + len(self.answered) / self.answers) / 2


def body(n):
    """Three in four have the number that a FixMyStreet gives, the others are known by their bytes."""
    form = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "fms", "api_key": KEY,
            "description": f"Яма {n}\r\n\r\nГлибока яма біля школи.\r\n"}
    if n % 4:
        form["attribute[fixmystreet_id]"] = n
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
    """Accepts and answers a request by what the database says of it: whatever an act's outcome was."""

    STATE = ("select q.version, s.code, coalesce((select max(p.state) from varta.response p"
             " where p.city_id = q.city_id and p.request_id = q.id), 0) from varta.request q"
             " join varta.status s on s.id = q.status where q.id = %s")
    ACTS = {("new", 0): "select api.accept(%s, %s)",
            ("pending", 0): "select api.draft(%s, %s, %s, true)",
            ("pending", 1): "select api.publish(%s, %s, null)"}

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

    def ask(self, user, query, *params):
        connection = self.connections.get(user)
        if connection is None:
            connection = self.connections[user] = psycopg2.connect(user=user)
            connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchone()

    def step(self, request):
        """True when it is answered."""
        try:
            version, status, state = self.ask("postgres", self.STATE, request)
            if status == "answered":
                self.ledger.answered.add(request)
                return True
            act = self.ACTS[status, state]
            self.ask("t_moderator", act, request, version, *([text(request)] if act.count("%s") == 3 else []))
        except (psycopg2.Error, KeyError) as error:
            if not lost(error):
                self.ledger.strange(f"request {request}: {error!r}")
            self.connections = {}
            time.sleep(0.1)
        return False


def lost(error):
    """Whether the connection went; a version conflict comes after an act whose outcome was not known."""
    return isinstance(error, psycopg2.Error) and error.pgcode in (None, "57P01", "57P02", "57P03", "40001")


def text(request):
    return f"Відповідь на {request}"
