"""Keys of the log, and receipts, without a database: a key is made once, for its owner alone, and its public
half is what everybody else has; a receipt made by another implementation is found right, with what it says;
of 200 altered ones none; a witness that is asked for has to have signed.

(The 1,000 altered proofs of lib/merkle are in unit/lib/receipt, those of the page in site/receipt_page.)"""
import json
import os
import random
import stat
import unittest

import ctl
import translog

NOWHERE = {"PGHOST": "/nowhere", "PGDATABASE": "none"}
AT = 1795362194
ENTRIES = [b'[1, %d, %d, %d, "t_syncd", "local varta-syncd ingest", "%s"]' % (n, 100 + n, AT * 1000000, b"received" if n % 2 else b"accept")
           + os.urandom(32) for n in range(40)]


class Receipt(unittest.TestCase):
    def setUp(self):
        self.folder = os.environ["TMPDIR"]
        self.key = translog.Key("varta.example/log")
        self.receipt = translog.receipt(self.key, ENTRIES, 17, number=117)

    def write(self, name, text):
        path = f"{self.folder}/{name}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def ctl(self, status, *args, stdin="", language="en"):
        """Standard output, or, of what is to fail, standard error."""
        done = ctl.run(*args, env=dict(NOWHERE, LANGUAGE=language), stdin=stdin)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stderr if status else done.stdout

    def check(self, status, receipt, *args, keys=None):
        path = self.write("receipt.json", json.dumps(receipt))
        keys = keys or [self.key.vkey]
        return self.ctl(status, "audit", "receipt", path, *(word for key in keys for word in ("--public-key", key)), *args)

    # Keys

    def test_a_key_is_made_once_and_for_its_owner(self):
        path = f"{self.folder}/log.key"
        made = self.ctl(0, "audit", "key", path, "varta.example/log").strip()
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        public = translog.PublicKey(made)
        self.assertEqual((public.name, public.kind), ("varta.example/log", translog.LOG))
        self.assertEqual(self.ctl(0, "audit", "key", path).strip(), made)
        with open(path, encoding="ascii") as file:
            private = file.read()
        self.assertIn("never written over", self.ctl(1, "audit", "key", path, "varta.example/log"))
        os.chmod(path, 0o640)
        complaint = self.ctl(1, "audit", "key", path)
        self.assertIn(f"chmod 600 '{path}'", complaint)
        self.assertIn(f"у «{path}» зберігаються ключі", self.ctl(1, "audit", "key", path, language="uk"))
        self.assertNotIn(private.split("+")[-1].strip(), complaint)
        with open(path, encoding="ascii") as file:
            self.assertEqual(file.read(), private)

    def test_a_name_that_cannot_be_one(self):
        for name in ("", "a b", "a+b", "x" * 256):
            complaint = self.ctl(1, "audit", "key", f"{self.folder}/none.key", name)
            self.assertIn("cannot be the name of a log", complaint)
        self.assertFalse(os.path.exists(f"{self.folder}/none.key"))

    def test_a_key_of_another_implementation(self):
        path = self.write("other.key", self.key.private)
        os.chmod(path, 0o600)
        self.assertEqual(self.ctl(0, "audit", "key", path).strip(), self.key.vkey)

    # Receipts

    def test_right(self):
        shown = self.check(0, self.receipt)
        for word in ("The receipt is right", "number: 117", "leaf: 17 of 40", "varta.example/log"):
            self.assertIn(word, shown)
        said = json.loads(self.check(0, self.receipt, "--json"))
        self.assertEqual(said, {"ok": True, "number": 117, "received": "2026-11-22T15:43:14Z", "leaf": 17, "size": 40, "log": "varta.example/log"})

    def test_from_standard_input_and_a_file_of_keys(self):
        keys = self.write("keys", f"# the log\n{self.key.vkey}\n\n")
        shown = self.ctl(0, "audit", "receipt", "-", "--public-key", keys, stdin=json.dumps(self.receipt))
        self.assertIn("number: 117", shown)

    def test_altered(self):
        chance = random.Random(6962)
        for _ in range(200):
            altered = translog.altered(self.receipt, chance)
            if altered != self.receipt:
                self.assertIn("receipt.json': ", self.check(1, altered))

    def test_each_reason_is_named(self):
        other = translog.Key("varta.example/log")
        for change, words in (({"receipt": "00" * 32}, "not the one that the receipt is of"),
                              ({"leaf": 18}, "does not lead from the entry"),
                              ({"sealed": False}, "not sealed yet"),
                              ({"checkpoint": other.sign(translog.parse_note(self.receipt["checkpoint"])[0])}, "not signed by the log's key"),
                              ({"checkpoint": self.receipt["checkpoint"].replace("\n40\n", "\n41\n")}, "forged"),
                              ({"proof": "x"}, "'proof' is not a list"), ({"entry": 5}, "'entry' is not")):
            self.assertIn(words, self.check(1, {**self.receipt, **change}))
        self.assertIn("does not say that something was received", self.check(1, translog.receipt(self.key, ENTRIES, 16)))
        path = self.write("none.json", "no receipt \x1b[31m")
        self.assertIn("not an object of JSON", self.ctl(1, "audit", "receipt", path, "--public-key", self.key.vkey))
        self.assertIn("cannot read", self.ctl(1, "audit", "receipt", f"{self.folder}/absent", "--public-key", self.key.vkey))

    def test_what_is_no_key(self):
        witness = translog.Key("w.example", translog.WITNESS)
        for key, words in ((self.key.vkey[:-4] + "AAAA", "is no public key, nor a file"), (f"{self.folder}/absent", "nor a file that can be read"),
                           (self.write("bad", "x\n"), "does not hold public keys"), (witness.vkey, "the key of the log itself is missing"),
                           (f"{self.key.vkey},{self.key.vkey}", "only one key of a log")):
            self.assertIn(words, self.check(2, self.receipt, keys=[key]))

    def test_witnesses(self):
        witness = translog.Key("w.example", translog.WITNESS)
        silent = translog.Key("silent.example", translog.WITNESS)
        text = translog.parse_note(self.receipt["checkpoint"])[0]
        seen = dict(self.receipt, checkpoint=self.receipt["checkpoint"] + witness.cosign(text, AT + 60))
        said = json.loads(self.check(0, seen, "--json", keys=[self.key.vkey, witness.vkey]))
        self.assertEqual(said["witnessed"], "2026-11-22T15:44:14Z")
        self.check(0, seen)
        self.assertIn("the witness silent.example has not signed it", self.check(1, seen, keys=[self.key.vkey, witness.vkey, silent.vkey]))
        forged = dict(self.receipt, checkpoint=self.receipt["checkpoint"] + witness.cosign(text.replace("40", "41"), AT + 60))
        self.assertIn("the signature of the witness w.example is forged", self.check(1, forged, keys=[self.key.vkey, witness.vkey]))


if __name__ == "__main__":
    unittest.main()
