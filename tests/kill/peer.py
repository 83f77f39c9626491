#!/usr/bin/python3
"""peer.py PORT_FILE JOURNAL KEY: a FixMyStreet that can be killed: what it took is in the journal, a line
each, written before it answers, and is known to it when it starts again, on the same port."""
import json
import os
import random
import socket
import sys
import threading

from peers import FixMyStreet


class Journal(dict):
    """Updates by their id, in a file too."""

    def __init__(self, path):
        super().__init__({form["update_id"]: form for form in read(path)} if os.path.exists(path) else {})
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def __setitem__(self, update, form):
        os.write(self.file, (json.dumps(form) + "\n").encode())
        super().__setitem__(update, form)


class Counted(FixMyStreet):
    """It remembers what it took, and notes each post that is good, also of what it has already, in a file beside the journal."""

    def __init__(self, key, port, journal):
        self.journal = journal
        self.posts = os.open(f"{journal}.posts", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        super().__init__(key, "7", port)

    def start(self):
        self.updates = Journal(self.journal)
        super().start()

    def well(self, handler, form):
        if not self.fault(form):
            os.write(self.posts, (json.dumps(form) + "\n").encode())
        super().well(handler, form)


def read(path):
    """The forms in a journal, in their order."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def free_port():
    """One that nobody is given who asks for any: while the peer is dead another would answer for it."""
    while True:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def main():
    port_file, journal, key = sys.argv[1:]
    port = int(open(port_file, encoding="ascii").read()) if os.path.exists(port_file) else free_port()
    with Counted(key, port, journal) as peer:
        with open(f"{port_file}.new", "w", encoding="ascii") as file:
            file.write(str(peer.port))
        os.rename(f"{port_file}.new", port_file)
        threading.Event().wait()


if __name__ == "__main__":
    main()
