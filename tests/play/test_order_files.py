"""Files of an order by commands: what an owner sent under a qualified signature goes to the order and comes back as it was, byte by byte; every list says
that nobody has verified it; what is no such file, or has a name that would harm a terminal, is told."""
import json
import os
import subprocess
import unittest

import orders

OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT = range(6)
CONTAINER = bytes.fromhex("504b03040a00000000000000210000000000000000000000000008000000") + b"mimetypeapplication/vnd.etsi.asic-e+zip" + bytes(range(256)) * 20
SIGNED = bytes.fromhex("3082030006092a864886f70d010702a08202f1") + b"\0\xff" * 300


class OrderFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        cls.folder = os.environ["TMPDIR"]

    def varta(self, *args, user="t_traffic", status=OK, language="en"):
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", *map(str, args), "-l", language], env=dict(os.environ, PGUSER=user),
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual(done.returncode, status, done)
        return (done.stdout + done.stderr).decode()

    def file(self, name, data):
        with open(f"{self.folder}/{name}", "wb") as file:
            file.write(data)
        return file.name

    def test_there_and_back(self):
        order = orders.issued("знак 2.1 закрито гілками")
        self.varta("order", "file", order, self.file("відповідь.asice", CONTAINER))
        said = self.varta("order", "file", order, self.file("лист.pdf.p7s", SIGNED), language="uk")
        self.assertIn("не перевірено", said)
        for user in ("t_traffic", "t_moderator"):
            rows = [json.loads(line) for line in self.varta("order", "files", order, "--json", user=user).splitlines()]
            self.assertEqual([(row["name"], row["kind"], row["bytes"], row["verified"]) for row in rows],
                             [("відповідь.asice", "asice", len(CONTAINER), False), ("лист.pdf.p7s", "p7s", len(SIGNED), False)])
            for row, data in zip(rows, (CONTAINER, SIGNED)):
                self.varta("order", "files", order, row["file"], f"{self.folder}/back", user=user)
                with open(f"{self.folder}/back", "rb") as file:
                    self.assertEqual(file.read(), data, "as it came")
        self.assertEqual(self.varta("order", "files", order).count("not verified"), 2)
        self.assertIn("2 files, their signatures not verified", self.varta("order", "show", order))

    def test_what_is_told(self):
        order = orders.issued("люк відкрито")
        good = self.file("good.pdf", b"%PDF-1.7\n")
        for name, data, words in (("page.pdf", b"<html>", "'6 B' is not allowed as file: expected a PDF, .p7s or .asice of 5 MiB at most"), ("empty.p7s", b"", "expected a PDF"),
                                  ("long.pdf", b"%PDF-" + b"x" * 5242880, "long.pdf' is longer than 5 MiB")):
            self.assertIn(words, self.varta("order", "file", order, self.file(name, data), status=FAILED))
        self.assertIn("cannot read", self.varta("order", "file", order, "/nowhere", status=FAILED))
        self.varta("order", "file", order, good, user="t_moderator", status=DENIED)
        self.varta("order", "file", 999999, good, status=NOT_FOUND)
        self.assertEqual(self.varta("order", "files", order, "--json"), "")
        row = json.loads(self.varta("order", "file", order, self.file("\x1b[31mred\u202e.pdf", b"%PDF-1.4"), "--json"))
        self.assertEqual(row["name"], "__31mred_.pdf")
        self.varta("order", "file", order, self.file("again.pdf", b"%PDF-1.4"), status=CONFLICT)
        self.assertIn("say where", self.varta("order", "files", order, row["file"], status=USAGE))
        self.varta("order", "files", order, 999999, f"{self.folder}/none", status=NOT_FOUND)
        self.assertFalse(os.path.exists(f"{self.folder}/none"))
        self.assertIn("cannot write", self.varta("order", "files", order, row["file"], "/nowhere/x", status=FAILED))


if __name__ == "__main__":
    unittest.main(verbosity=2)
