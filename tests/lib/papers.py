"""varta-document, asked as the daemon asks it."""
import json
import os
import socket
import struct
import subprocess

QUESTION = {"title": "Припис № 7/2026", "text": "ПРИПИС № 7/2026\nвід 1 грудня 2026 року\n\nВимагаю: прибрати.\n", "author": "Поліція", "made": 1796000000,
            "address": "https://example.org/document/0", "address_caption": "Адреса:", "signatures": [{"label": "Підпис", "name": "О. Коваль"}]}


class Papers:
    """One process; ask() returns a PDF, or None, and the reason stands in reason."""

    def __init__(self, build=None, **kwargs):
        self.socket, theirs = socket.socketpair()
        self.process = subprocess.Popen([f"{build or os.environ['VARTA_BUILD']}/document/varta-document"], stdin=theirs, **kwargs)
        theirs.close()

    def ask(self, question, *photos):
        """photos: the bytes of each, which the question gets as the daemon puts them there."""
        if photos:
            shown = [{"caption": f"Фото {n}", "missing": f"Фото {n} не показати", "bytes": len(photo)} for n, photo in enumerate(photos, 1)]
            question = json.dumps(dict(question, photos_title="Фотографії", photos=shown)).encode() + b"\0" + b"".join(photos)
        data = question if isinstance(question, bytes) else json.dumps(question).encode()
        self.socket.sendall(struct.pack("<I", len(data)) + data)
        with self.socket.makefile("rb") as stream:
            kind, length = struct.unpack("<cI", stream.read(5))
            words = stream.read(length)
        self.reason = None if kind == b"P" else words.decode()
        return words if kind == b"P" else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        assert self.process.wait(20) == 0


def asked(*questions):
    """What one process answers to each."""
    with Papers() as papers:
        return [papers.ask(question) for question in questions]
