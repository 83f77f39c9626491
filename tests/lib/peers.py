"""Peers of the daemon for tests: servers on the loopback that answer as real ones do, and as they do on
a bad day.

    with FixMyStreet(key="secret", jurisdiction="7") as peer:
        peer.mode = peer.slow
        … peer.updates, peer.arrivals …
"""
import datetime
import hashlib
import http.server
import json
import os
import socket
import threading
import time
import urllib.parse
import xml.sax.saxutils


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.peer.posted(self, dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True)))

    def do_GET(self):
        path, _, query = self.path.partition("?")
        self.server.peer.asked(self, path, query)

    def answer(self, status, body, content_type="application/json; charset=utf-8", **headers):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args):
        super().__init__(*args)
        self.open = set()

    def process_request(self, request, address):
        self.open.add(request)
        super().process_request(request, address)

    def shutdown_request(self, request):
        self.open.discard(request)
        super().shutdown_request(request)

    def stop(self):
        """Accepts nothing more, and drops who is there."""
        self.shutdown()
        self.server_close()
        for request in list(self.open):
            try:
                request.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has gone by itself

    def handle_error(self, *_):
        """Who asked has gone."""


class FixMyStreet:
    """Takes updates as a FixMyStreet does: each field has to be true as Perl sees it, and whatever was said of one
    report has its external id in the same column, what residents wrote (resident()) like what we send; it shows none of
    them. A status is a word that its states are mapped from (states: request id -> state); any other one publishes the text,
    leaves the state alone and is said nothing about (odd). mode, one of the methods below, says how it answers: called with the handler and the form. unknown: request
    ids that it does not know. shows: whether the updates can be read, which is no FixMyStreet's way."""

    PATH = "/open311/v2/"

    def __init__(self, key, jurisdiction, port=0):
        self.key, self.jurisdiction = key, jurisdiction
        self.mode = self.well
        self.unknown = set()
        self.updates = {}  # what it has: update_id -> form
        self.states, self.odd = {}, []
        self.residents = {}  # (request id, external id) -> what a resident wrote
        self.shows = False
        self.questions = []  # the parameters of every GET
        self.arrivals = []  # (time, form) of every POST, in its order
        self.busy = 0  # POSTs in hand
        self.lock = threading.Lock()
        self.server = None
        self.port = port
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.PATH}"

    def start(self):
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.peer = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        """From now on connections are refused."""
        self.server.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def posted(self, handler, form):
        with self.lock:
            self.arrivals.append((time.monotonic(), form))
            self.busy += 1
        try:
            if handler.path != f"{self.PATH}servicerequestupdates.json":
                handler.answer(404, "<html>Page not found</html>", "text/html")
            else:
                self.mode(handler, form)
        finally:
            with self.lock:
                self.busy -= 1

    def resident(self, number, external, text="Ще стоїть"):
        """A resident's comment on that request, with the update_id that its receiver gave it."""
        self.residents[str(number), str(external)] = text

    def asked(self, handler, path, query):
        form = dict(urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=True))
        self.questions.append(form)
        number = form.get("service_request_id")
        if path != f"{self.PATH}servicerequestupdates.json":
            handler.answer(404, "<html>Page not found</html>", "text/html")
        elif not self.shows:
            self.error(handler, "POST")
        else:
            handler.answer(200, [{"update_id": i, "service_request_id": n, "description": text}
                                 for (n, i), text in self.residents.items() if n == number]
                           + [f for f in self.updates.values() if f["service_request_id"] == number])

    def error(self, handler, what):
        handler.answer(400, {"errors": {"code": 400, "description": f"Bad request: {what}"}})

    def fault(self, form):
        for field, right in (("jurisdiction_id", self.jurisdiction), ("api_key", self.key)):
            if form.get(field) != right:
                return field
        for field in ("service_request_id", "update_id", "updated_datetime", "status", "description"):
            if form.get(field, "") in ("", "0"):
                return field
        try:
            time_of(form["updated_datetime"])
        except ValueError:
            return "not found"
        return "not found" if form["service_request_id"] in self.unknown else None

    def has(self, form):
        return form["update_id"] in self.updates or (form["service_request_id"], form["update_id"]) in self.residents

    def well(self, handler, form):
        fault = self.fault(form)
        with self.lock:
            known = not fault and self.has(form)
            if not fault and not known:
                self.updates[form["update_id"]] = form
                self.take_state(form)
            its_own = 1000 + len(self.updates)
        if fault or known:
            self.error(handler, fault or "already exists")
        else:
            handler.answer(200, {"service_request_updates": {"update_id": its_own}})

    MAPPED = {"fixed": "fixed - council", "not councils responsibility": "not responsible", "no further action": "unable to fix", "open": "confirmed"}
    STATES = {"confirmed", "investigating", "in progress", "planned", "action scheduled", "fixed - council", "closed", "duplicate", "not responsible",
              "unable to fix", "internal referral"}

    def take_state(self, form):
        word = form["status"].lower().replace("_", " ")
        state = self.MAPPED.get(word, word)
        if state in self.STATES:
            self.states[form["service_request_id"]] = state
        else:
            self.odd.append(form["status"])

    def slowly(self, handler, form):
        time.sleep(0.2)
        self.well(handler, form)

    def never(self, handler, form):
        time.sleep(5)
        handler.close_connection = True

    def fails(self, handler, form):
        handler.answer(500, "<html><h1>Internal server error</h1></html>", "text/html; charset=utf-8")

    def busy_now(self, handler, form):
        handler.answer(503, "[]", Retry_After="2")

    def html(self, handler, form):
        """Its errors sometimes come as 200 with a page."""
        handler.answer(200, "<html><h1>Something went wrong</h1></html>", "text/html; charset=utf-8")

    def half(self, handler, form):
        """It stores, but the answer breaks off."""
        with self.lock:
            self.updates.setdefault(form["update_id"], form)
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "60")
        handler.end_headers()
        handler.wfile.write(b'{"service_request_updates":{"upd')
        handler.close_connection = True

    def shapeless(self, handler, form):
        handler.answer(200, {"thank": "you"})

    def flood(self, handler, form):
        handler.answer(200, " " * 1000000)

    def elsewhere(self, handler, form):
        handler.answer(302, "", Location=f"http://127.0.0.1:{self.port}/elsewhere")

    def gossip(self, handler, form):
        """It sends back what it got."""
        self.error(handler, f"\x1b[31m{form['api_key']} {form['description']}")

    def gossip_escaped(self, handler, form):
        """As it stood in what was posted."""
        self.error(handler, f"api_key={urllib.parse.quote_plus(form['api_key'])}")

    def gossip_long(self, handler, form):
        """So much that the key is cut where the daemon cuts."""
        self.error(handler, f"{'x' * 165} {form['api_key']} {form['description']}")


def wall(text):
    """The clock in a W3C date, whatever its offset says."""
    return datetime.datetime.fromisoformat(text[:19])


def time_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def element(name, value):
    """A value as XML, a list as elements of the same name."""
    if isinstance(value, list):
        return "".join(element(name, one) for one in value)
    inner = "".join(element(*pair) for pair in value.items()) if isinstance(value, dict) else (
        "" if value is None else xml.sax.saxutils.escape(str(value)))
    return f"<{name}>{inner}</{name}>"


class GeoReport:
    """A plain GeoReport server that is read: it shows 'reports' (by their number) in a window of
    requested_datetime, at most 'limit' of them, newest first, and each on its own. mode is one of the
    methods below, called with the handler and the reports that it would show."""

    PATH = "/open311/v2/"

    def __init__(self, limit=1000):
        self.limit = limit
        self.reports = {}  # number -> fields
        self.mode = self.well
        self.singles = self.well  # the mode of single requests
        self.questions = []  # (time, path, parameters, headers)
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.peer = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.PATH}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stop()

    def add(self, number, ago=60, zone="+00:00", **fields):
        """A report of a bad road, requested so many seconds ago; fields change it."""
        offset = datetime.timezone(datetime.timedelta(hours=int(zone[:3])))
        at = datetime.datetime.now(offset) - datetime.timedelta(seconds=ago)
        self.reports[number] = dict({"service_request_id": number, "service_code": "road", "status": "open", "lat": 50.46,
                                     "long": 30.5, "description": f"Report {number}", "status_notes": None, "media_url": "",
                                     "requested_datetime": at.isoformat(timespec="seconds")}, **fields)

    def lists(self):
        """The parameters of the lists that were asked for."""
        return [query for _, path, query, _ in self.questions if path.startswith(f"{self.PATH}requests.")]

    def asked(self, handler, path, query):
        params = dict(urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
        self.questions.append((time.monotonic(), path, params, dict(handler.headers)))
        handler.format = path.rpartition(".")[2]
        single = path.startswith(f"{self.PATH}requests/")
        if single:
            number = urllib.parse.unquote(path[len(f"{self.PATH}requests/"):].rpartition(".")[0])
            (self.singles)(handler, [r for r in self.reports.values() if str(r["service_request_id"]) == number])
        elif path.rpartition(".")[0] != f"{self.PATH}requests":
            handler.answer(404, "<html>Page not found</html>", "text/html")
        else:
            self.mode(handler, self.chosen(handler, query, params))

    def chosen(self, handler, query, params):
        start, end = time_of(params["start_date"]), time_of(params["end_date"])
        found = [r for r in self.reports.values() if start <= time_of(r["requested_datetime"]) <= end]
        return sorted(found, key=lambda r: r["requested_datetime"], reverse=True)[:self.limit]

    def show(self, handler, shown, **headers):
        """In the format that was asked for."""
        if handler.format == "xml":
            inner = element("request", [{k: v for k, v in r.items()} for r in shown])
            handler.answer(200, f'<?xml version="1.0" encoding="utf-8"?><service_requests>{inner}</service_requests>',
                            "text/xml; charset=utf-8", **headers)
        else:
            handler.answer(200, self.wrapped(shown), **headers)

    def wrapped(self, shown):
        return shown

    def well(self, handler, shown):
        tag = '"%s"' % hashlib.sha256(repr(shown).encode()).hexdigest()[:12]
        if handler.headers.get("If-None-Match") == tag:
            handler.answer(304, "", ETag=tag)
        else:
            self.show(handler, shown, ETag=tag)

    def slowly(self, handler, shown):
        time.sleep(0.3)
        self.well(handler, shown)

    def never(self, handler, shown):
        time.sleep(5)
        handler.close_connection = True

    def twice(self, handler, shown):
        self.show(handler, shown + shown)

    def fails(self, handler, shown):
        handler.answer(500, "<html><h1>Internal server error</h1></html>", "text/html; charset=utf-8")

    def html(self, handler, shown):
        """Its errors sometimes come as 200 with a page."""
        handler.answer(200, "<!doctype html><html><h1>Something went wrong</h1></html>", "text/html; charset=utf-8")

    def half(self, handler, shown):
        data = json.dumps(shown).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[:len(data) // 2])
        handler.close_connection = True

    def broken(self, handler, shown):
        handler.answer(200, json.dumps(shown)[:-2])

    def busy_now(self, handler, shown):
        handler.answer(429, [{"code": 429, "description": "too many"}], Retry_After="2")

    def refuses(self, handler, shown):
        handler.answer(400, {"errors": [{"code": 400, "description": "\x1b[31mbad date"}]})

    def nothing(self, handler, shown):
        self.show(handler, [])


class Heedless(GeoReport):
    """A server that ignores start_date and end_date and shows everything, a page of it at a time. pages: whether it knows
    page=2; newest: whether it begins with the newest; breaks: a page that it cannot show."""

    def __init__(self, limit=1000, pages=True, newest=True):
        super().__init__(limit)
        self.pages, self.newest, self.breaks = pages, newest, None

    def asked(self, handler, path, query):
        if self.breaks and f"page={self.breaks}" in query.split("&"):
            handler.answer(500, "<html><h1>Internal server error</h1></html>", "text/html; charset=utf-8")
        else:
            super().asked(handler, path, query)

    def chosen(self, handler, query, params):
        page = int(params.get("page", 1)) if self.pages else 1
        found = sorted(self.reports.values(), key=lambda r: r["requested_datetime"], reverse=self.newest)
        return found[(page - 1) * self.limit:page * self.limit]


class FixMyStreetServer(GeoReport):
    """A FixMyStreet that is read: it wants a jurisdiction_id and answers its absence with a page, compares the
    wall clock of its own zone, dies of a '+' that is not escaped, and puts title and detail beside. utc: its server's
    clock is that of UTC, whatever its TIME_ZONE, by which it shows times: then it compares with that one."""

    utc = False

    def clock(self, report):
        shown = report["requested_datetime"]
        return time_of(shown).astimezone(datetime.timezone.utc).replace(tzinfo=None) if self.utc else wall(shown)

    def chosen(self, handler, query, params):
        start, end = wall(params["start_date"]), wall(params["end_date"])
        found = [r for r in self.reports.values() if start <= self.clock(r) <= end]
        limit = int(params.get("max_requests", self.limit))
        return sorted(found, key=lambda r: r["requested_datetime"], reverse=True)[:min(limit, self.limit)]

    def asked(self, handler, path, query):
        if "+" in query:
            self.fails(handler, [])
        elif "jurisdiction_id=" not in query:
            self.html(handler, [])
        else:
            super().asked(handler, path, query)

    def wrapped(self, shown):
        return {"service_requests": [dict(r, lat=str(r["lat"]), long=str(r["long"])) for r in shown]}


class MarkASpot(GeoReport):
    """A Mark-a-Spot: it shows what changed since 'updated', page by page, and takes a status and a note for
    a request; each note that comes is added, also if it is there already."""

    PATH = "/georeport/v2/"

    def __init__(self, key, limit=100):
        super().__init__(limit)
        self.key = key
        self.posting = self.stores
        self.states = []  # (number, status) as they came without a note
        self.notes = []  # (number, status, note)

    def chosen(self, handler, query, params):
        found = [r for r in self.reports.values() if time_of(r["requested_datetime"]) >= time_of(params["updated"])]
        found.sort(key=lambda r: r["requested_datetime"], reverse=True)
        offset, limit = int(params.get("offset", 0)), min(int(params["limit"]), self.limit)
        return found[offset:offset + limit]

    def posted(self, handler, form):
        number = urllib.parse.unquote(handler.path[len(f"{self.PATH}requests/"):].rpartition(".")[0])
        if form.get("api_key") != self.key:
            handler.answer(403, [{"code": "403", "description": "No access"}])
        elif number not in self.reports:
            handler.answer(404, [{"code": "404", "description": "Service request not found."}])
        else:
            self.posting(handler, number, form)

    def store(self, number, form):
        if "status_notes" not in form:
            self.states.append((number, form["status"]))
            return
        self.notes.append((number, form["status"], form["status_notes"]))
        self.reports[number]["status_notes"] = form["status_notes"]

    def stores(self, handler, number, form):
        self.store(number, form)
        handler.answer(200, {"service_requests": {"request": {"service_request_id": number}}})

    def stores_silently(self, handler, number, form):
        """It stores, but nobody hears of it."""
        self.store(number, form)
        self.half(handler, ["service_requests"] * 9)

    def shrugs(self, handler, number, form):
        handler.answer(200, {"thank": "you"})

    def fails_to_store(self, handler, number, form):
        self.fails(handler, [])

    def shows_page(self, handler, number, form):
        self.html(handler, [])

    def forgets(self, handler, number, form):
        self.never(handler, [])


class Files:
    """As many servers as there are files, each of which answers every list with its file as it is."""

    TYPES = {".json": "application/json", ".xml": "text/xml; charset=utf-8", ".html": "text/html; charset=utf-8"}

    def __init__(self, files):
        self.files = files
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.peer = self
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, n):
        return f"http://127.0.0.1:{self.server.server_address[1]}/{n}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stop()

    def asked(self, handler, path, query):
        name = self.files[int(path.split("/")[1])]
        handler.send_response(200)
        handler.send_header("Content-Type", self.TYPES[os.path.splitext(name)[1]])
        handler.send_header("Content-Length", str(os.path.getsize(name)))
        handler.end_headers()
        with open(name, "rb") as file:
            handler.wfile.write(file.read())
