"""Peers of the daemon for tests: servers on the loopback that answer as real ones do, and as they do on
a bad day.

    with FixMyStreet(key="secret", jurisdiction="7") as peer:
        peer.mode = peer.slow
        … peer.updates, peer.arrivals …
"""
import http.server
import json
import socket
import threading
import time
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.peer.posted(self, dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True)))

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
    """Takes updates as a FixMyStreet does. mode, one of the methods below, says how it answers: called
    with the exchange and the form. unknown: request ids that it does not know."""

    PATH = "/open311/v2/"

    def __init__(self, key, jurisdiction, port=0):
        self.key, self.jurisdiction = key, jurisdiction
        self.mode = self.well
        self.unknown = set()
        self.updates = {}  # what it has: update_id -> form
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

    def posted(self, exchange, form):
        with self.lock:
            self.arrivals.append((time.monotonic(), form))
            self.busy += 1
        try:
            if exchange.path != f"{self.PATH}servicerequestupdates.json":
                exchange.answer(404, "<html>Page not found</html>", "text/html")
            else:
                self.mode(exchange, form)
        finally:
            with self.lock:
                self.busy -= 1

    def error(self, exchange, what):
        exchange.answer(400, {"errors": {"code": 400, "description": what}})

    def fault(self, form):
        for field in ("service_request_id", "update_id", "updated_datetime", "status", "description"):
            if field not in form:
                return f"Bad request: {field}"
        if form.get("api_key") != self.key:
            return "Bad request: api_key"
        if form.get("jurisdiction_id") != self.jurisdiction:
            return "Bad request: jurisdiction_id"
        return "not found" if form["service_request_id"] in self.unknown else None

    def well(self, exchange, form):
        fault = self.fault(form)
        with self.lock:
            known = form.get("update_id") in self.updates
            if not fault and not known:
                self.updates[form["update_id"]] = form
        if fault or known:
            self.error(exchange, fault or "already exists")
        else:
            exchange.answer(200, {"service_request_updates": {"update_id": int(form["update_id"])}})

    def slowly(self, exchange, form):
        time.sleep(0.2)
        self.well(exchange, form)

    def never(self, exchange, form):
        time.sleep(5)
        exchange.close_connection = True

    def fails(self, exchange, form):
        exchange.answer(500, "<html><h1>Internal server error</h1></html>", "text/html; charset=utf-8")

    def busy_now(self, exchange, form):
        exchange.answer(503, "[]", Retry_After="2")

    def html(self, exchange, form):
        """Its errors sometimes come as 200 with a page."""
        exchange.answer(200, "<html><h1>Something went wrong</h1></html>", "text/html; charset=utf-8")

    def half(self, exchange, form):
        """It stores, but the answer breaks off."""
        with self.lock:
            self.updates.setdefault(form["update_id"], form)
        exchange.send_response(200)
        exchange.send_header("Content-Type", "application/json")
        exchange.send_header("Content-Length", "60")
        exchange.end_headers()
        exchange.wfile.write(b'{"service_request_updates":{"upd')
        exchange.close_connection = True

    def shapeless(self, exchange, form):
        exchange.answer(200, {"thank": "you"})

    def flood(self, exchange, form):
        exchange.answer(200, " " * 1000000)

    def elsewhere(self, exchange, form):
        exchange.answer(302, "", Location=f"http://127.0.0.1:{self.port}/elsewhere")

    def gossip(self, exchange, form):
        """It sends back what it got."""
        self.error(exchange, f"Bad request: \x1b[31m{form['api_key']} {form['description']}")
