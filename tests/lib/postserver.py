"""A server for tests that takes POSTs over HTTP on a free port of 127.0.0.1. What inherits from it says in posted() what it
answers.

    class Echo(PostServer):
        def posted(self, path, type_, body):
            return 200, type_, body

    with Echo() as echo:
        echo.address    # http://127.0.0.1:PORT
        echo.instead    # None, or a function of the body that gives (status, type, body) in place of posted()
"""
import http.server
import threading


class PostServer:
    def __init__(self):
        self.instead = None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True

    def handler(owner):  # noqa: N805
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, type_, answer = owner.instead(body) if owner.instead else owner.posted(self.path, self.headers["Content-Type"], body)
                self.send_response(status)
                self.send_header("Content-Type", type_)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass
        return Handler

    def posted(self, path, type_, body):
        """(status, type, body) of the answer."""
        raise NotImplementedError

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
