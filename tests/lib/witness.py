"""A witness for tests: C2SP tlog-witness over HTTP on a free port of 127.0.0.1, as strict as the specification
allows: each 'must' of it is checked, with an implementation of the proofs that is not ours.

    with Witness("w.example", [log_key]) as witness:
        witness.setting     # a line of log.witness
        witness.seen        # {origin: (size, root)}
"""
import base64
import re
import threading
import time

import translog
from postserver import PostServer

REQUEST = re.compile(r"old (0|[1-9][0-9]*)\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n(.*)", re.DOTALL)


class Refused(Exception):
    """An answer other than 200: status, body, type."""


class Witness(PostServer):
    def __init__(self, name, logs=(), key=None):
        super().__init__()
        self.key = key or translog.Key(name, translog.WITNESS)
        self.logs = {log.name: translog.PublicKey(log.vkey) for log in logs}
        self.seen = {}  # origin: (size, root)
        self.asked = []  # (old size, size or None, status)
        self.lock = threading.Lock()

    def posted(self, path, type_, body):
        return self.answer(body) if path == "/log/add-checkpoint" else (404, "text/plain", b"no such call\n")

    def answer(self, body):
        with self.lock:
            old = size = None
            try:
                match = REQUEST.fullmatch(body.decode("utf-8", "strict"))
                if not match:
                    raise Refused(400, b"the request is malformed\n")
                old = int(match[1])
                proof = [base64.b64decode(line, validate=True) for line in match[2].split()]
                origin, size, root, text = self.read(match[3])
                self.check(origin, old, size, root, proof)
                self.seen[origin] = (size, root)
                self.asked.append((old, size, 200))
                return 200, "text/plain; charset=utf-8", self.key.cosign(text, int(time.time())).encode()
            except (Refused, ValueError) as refused:
                if not isinstance(refused, Refused):
                    refused = Refused(400, str(refused).encode() + b"\n")
                self.asked.append((old, size, refused.args[0]))
                return refused.args[0], refused.args[2] if len(refused.args) > 2 else "text/plain", refused.args[1]

    def read(self, note):
        """The checkpoint, signed by a log that we know."""
        text, _ = translog.parse_note(note)
        origin, size, root = translog.parse_checkpoint(text)
        if origin not in self.logs:
            raise Refused(404, b"an unknown log\n")
        try:
            if not translog.is_signed(note, self.logs[origin]):
                raise Refused(403, b"not signed by the log\n")
        except ValueError:
            raise Refused(403, b"the signature is wrong\n") from None
        return origin, size, root, text

    def check(self, origin, old, size, root, proof):
        seen_size, seen_root = self.seen.get(origin, (0, translog.root([])))
        if old > size:
            raise Refused(400, b"the old size is larger than the checkpoint\n")
        if old != seen_size:
            raise Refused(409, f"{seen_size}\n".encode(), "text/x.tlog.size")
        if old == size and root != seen_root:
            raise Refused(409, b"another root of the same size\n")
        if not translog.is_consistent(old, seen_root, size, root, proof):
            raise Refused(422, b"the proof does not verify\n")

    @property
    def url(self):
        return f"{self.address}/log"

    @property
    def setting(self):
        return f'"{self.url} {self.key.vkey}"'
