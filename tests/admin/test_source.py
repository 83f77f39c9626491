"""vartactl source: a source's key is made, printed once and alone, and only its SHA-256 is in the
database; settings change; an old key does not fit any more."""
import hashlib
import json
import re
import unittest

import ctl
from case import CONFLICT, FAILED, NOT_FOUND, OK, USAGE, Case


class Source(Case):
    def add(self, code, *args, status=OK, **kwargs):
        return self.ctl(status, "source", "add", "kyiv", code, "--transport", "endpoint", "--jurisdiction", code,
                        *args, **kwargs)

    def hash(self, code):
        return bytes(self.value("select key_hash from varta.source where code = %s", code))

    def test_a_random_key_is_printed_alone(self):
        key = self.add("random", user="t_admin")
        self.assertTrue(re.fullmatch(r"[A-Za-z0-9_-]{43}\n", key), key)
        self.assertEqual(self.hash("random"), hashlib.sha256(key.strip().encode()).digest())
        self.assertNotEqual(key, self.add("random2"))

    def test_a_key_from_standard_input_is_not_printed(self):
        self.assertEqual(self.add("given", "--key-stdin", stdin="a key of their own\nand more\n"), "")
        self.assertEqual(self.hash("given"), hashlib.sha256(b"a key of their own").digest())

    def test_a_short_key(self):
        self.add("short", "--key-stdin", stdin="secret\n", status=FAILED, say="too short")

    def test_what_exists_or_does_not(self):
        self.add("kyiv-site", status=CONFLICT, say="kyiv-site")
        self.ctl(NOT_FOUND, "source", "add", "atlantis", "a-site", "--transport", "endpoint", "--jurisdiction", "a",
                 say="atlantis")
        self.ctl(FAILED, "source", "add", "kyiv", "pigeon", "--transport", "pigeon", "--jurisdiction", "p", say="pigeon")
        self.add("marsian", "--zone", "Mars/Olympus", status=FAILED, say="Mars/Olympus")

    def test_a_refused_source_prints_no_key(self):
        self.assertEqual(ctl.run("source", "add", "atlantis", "x", "--transport", "endpoint", "--jurisdiction", "x").stdout, "")

    def test_the_list_has_no_key(self):
        self.add("listed")
        rows = json.loads(self.ctl(OK, "source", "list", "--json"))
        row = next(r for r in rows if r["code"] == "listed")
        self.assertEqual(row, {"city": "kyiv", "code": "listed", "transport": "endpoint", "jurisdiction": "listed",
                               "has_key": True, "zone": "Europe/Kyiv", "lang": "uk", "status_map": {}, "active": True,
                               "url": None, "peer_jurisdiction": None, "dialect": "georeport", "service_map": {}, "poll": {}, "fetches": False, "fetched": None})
        self.assertNotIn(self.hash("listed").hex(), self.ctl(OK, "source", "list"))

    def test_settings(self):
        self.add("changing")
        self.ctl(OK, "source", "set", "changing", "jurisdiction=elsewhere", "active=false", 'status_map={"pending": "in_progress"}')
        self.assertEqual(self.rows("select jurisdiction, active, status_map from varta.source where code = 'changing'"),
                         [("elsewhere", False, {"pending": "in_progress"})])

    def test_where_answers_are_pushed(self):
        self.add("pushed")
        self.ctl(OK, "source", "set", "pushed", "transport=push", "url=https://map.example.org/open311/v2", "peer_jurisdiction=7")
        self.assertEqual(self.rows("select transport, url, peer_jurisdiction from varta.source where code = 'pushed'"),
                         [("push", "https://map.example.org/open311/v2", "7")])
        self.ctl(FAILED, "source", "set", "pushed", "url=gopher://map.example.org/", say="gopher://map.example.org/")

    def test_what_is_polled(self):
        self.ctl(OK, "source", "add", "kyiv", "read", "--transport", "poll", "--jurisdiction", "read")
        self.ctl(OK, "source", "set", "read", "url=https://map.example.org/v2", "dialect=mark-a-spot",
                 'service_map={"017": "light", "*": "question"}', 'poll={"every": "2 minutes", "closed": true}', user="t_admin")
        self.ctl(OK, "source", "reread", "read", "2026-11-01 00:00+00", user="t_admin")
        row, = [r for r in json.loads(self.ctl(OK, "source", "polled", "--json", user="t_admin")) if r["source"] == "read"]
        self.assertEqual((row["dialect"], row["failures"], row["open"], row["refused"], row["error"]), ("mark-a-spot", 0, 0, 0, None))
        self.assertTrue(row["read_to"].startswith("2026-1"), row)
        self.rows("insert into varta.poll_refusal select city_id, id, 'A-1', 'lat is odd' from varta.source where code = 'read'")
        row, = json.loads(self.ctl(OK, "source", "refused", "read", "--json", user="t_admin"))
        self.assertEqual((row["number"], row["reason"]), ("A-1", "lat is odd"))
        self.ctl(FAILED, "source", "set", "read", "dialect=klingon", say="klingon")
        self.ctl(FAILED, "source", "set", "read", 'poll={"every": "0"}', say="every")
        self.ctl(NOT_FOUND, "source", "set", "read", 'service_map={"x": "nothing"}', say="nothing")
        self.ctl(NOT_FOUND, "source", "refused", "kyiv-site", say="kyiv-site")
        self.ctl(NOT_FOUND, "source", "reread", "nowhere", say="nowhere")

    def test_settings_that_are_none(self):
        self.ctl(NOT_FOUND, "source", "set", "nowhere", "active=false", say="nowhere")
        self.ctl(FAILED, "source", "set", "kyiv-site", "colour=red", say="colour")
        self.ctl(FAILED, "source", "set", "kyiv-site", "transport=pigeon")
        self.ctl(USAGE, "source", "set", "kyiv-site", "status_map={broken", say="no JSON object")
        self.ctl(USAGE, "source", "set", "kyiv-site", "key_hash=00", say="rotate-key")

    def test_a_rotated_key(self):
        old = self.add("rotating").strip()
        new = self.ctl(OK, "source", "rotate-key", "rotating").strip()
        self.assertNotEqual(old, new)
        self.assertEqual(self.hash("rotating"), hashlib.sha256(new.encode()).digest())
        self.ctl(NOT_FOUND, "source", "rotate-key", "nowhere", say="nowhere")

    def test_a_key_that_cannot_be_printed_is_replaced(self):
        old = self.add("unseen").strip()
        with open("/dev/full", "w", encoding="ascii") as full:
            done = ctl.run("source", "rotate-key", "unseen", stdout=full)
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual([line for line in done.stderr.splitlines() if "follows" not in line],
                         ["vartactl: the key is set, but could not be printed: set another with "
                          "'vartactl source rotate-key': No space left on device"])
        self.assertNotEqual(self.hash("unseen"), hashlib.sha256(old.encode()).digest())


if __name__ == "__main__":
    unittest.main()
