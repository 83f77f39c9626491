"""The daemon seals the history at its interval, signs what its own tree then is, and publishes tiles and checkpoints; it signs no
past that somebody made anew. A resident's receipt proves that the report is in the log."""
import base64
import hashlib
import os
import re
import shutil
import tempfile
import unittest

import ctl
import reports
from syncd import Syncd, wait_for

INTERVAL = "200ms"
OPENAT = 257  # the number of the system call on x86-64


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    """RFC 6962, section 2.1, as it is written there."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def root_by_proof(leaf, index, size, proof):
    """What an inclusion proof leads to (RFC 9162, 2.1.3.2)."""
    last, value = size - 1, leaf
    for step in proof:
        if index % 2 or index == last:
            value = node_hash(step, value)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            value = node_hash(value, step)
        index, last = index >> 1, last >> 1
    return value


class Log:
    """The folder in which the daemon publishes."""

    def __init__(self, folder):
        self.folder = folder

    def checkpoint(self):
        """Name, size and root of the newest one; None before there is one."""
        path = f"{self.folder}/checkpoint"
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as file:
            origin, size, root = file.read().split("\n")[:3]
        return origin, int(size), base64.b64decode(root)

    def size(self):
        newest = self.checkpoint()
        return newest[1] if newest else 0

    def leaves(self, size):
        """The hashes of level 0, from full and partial tiles."""
        data = b""
        for index in range((size + 255) // 256):
            width = min(256, size - index * 256)
            full, part = f"{self.folder}/tile/0/{index:03}", f"{self.folder}/tile/0/{index:03}.p/{width}"
            with open(part if width < 256 else full, "rb") as file:
                data += file.read()[:width * 32]
        return [data[i:i + 32] for i in range(0, len(data), 32)]


class Seal(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.mkdtemp(prefix="seal.")
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)
        self.key = f"{self.scratch}/log.key"
        made = ctl.run("audit", "key", self.key, "varta.example/log")
        self.assertEqual(made.returncode, 0, made.stderr)
        reports.sql("set session_replication_role = replica; truncate varta.log_checkpoint")
        self.log = Log(f"{self.scratch}/log")

    def daemon(self, **more):
        return Syncd(top=("log:", f"  key: {self.key}", f"  folder: {self.log.folder}", f"  interval: {INTERVAL}"), **more)

    def signed(self, beyond):
        """Waits for a checkpoint of more leaves."""
        return wait_for("checkpoint", lambda: self.log.checkpoint() if self.log.size() > beyond else None)

    def test_what_is_committed_is_sealed_signed_and_published(self):
        with self.daemon() as syncd:
            _, size, root = self.signed(0)
            self.assertEqual(size % 64, 0)
            self.assertEqual(root, root_of(self.log.leaves(size)))
            number, = reports.add("Запечатайте")
            self.signed(self.signed(size)[1])  # a batch may have been under way
            event = reports.sql("select l.leaf, varta.leaf_hash(varta.event_entry(e)) from varta.event e "
                                "join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id where e.request_id = %s", number)
            origin, size, root = self.log.checkpoint()
            self.assertEqual(origin, "varta.example/log")
            leaves = self.log.leaves(size)
            self.assertEqual([(leaf, leaves[leaf]) for leaf, _ in event], [(leaf, bytes(value)) for leaf, value in event])
            self.assertEqual(root, root_of(leaves))
            self.assertNotIn("WARN", syncd.log())
        kept = reports.sql("select root from varta.log_checkpoint where size = %s", size)
        self.assertEqual([bytes(r) for r, in kept], [root])

    def test_a_receipt_proves_that_the_report_is_in_the_log(self):
        with self.daemon() as syncd:
            answer = syncd.post("requests.json", {"service_code": "question", "description": "З квитанцією"}).json[0]
            number, _, leaf = answer["receipt"].partition("-")
            self.assertEqual((number, len(leaf)), (answer["service_request_id"], 64))
            early = syncd.request("GET", f"/receipt/{answer['receipt']}.json").json
            self.assertEqual((early["receipt"], early["number"]), (leaf, number))
            self.assertEqual(leaf_hash(base64.b64decode(early["entry"])).hex(), leaf)
            late = wait_for("proof", lambda: (r := syncd.request("GET", f"/receipt/{answer['receipt']}.json").json)["sealed"] and r)
            proof = [base64.b64decode(p) for p in late["proof"]]
            _, size, root = late["checkpoint"].split("\n")[:3]
            self.assertEqual(root_by_proof(bytes.fromhex(leaf), late["leaf"], int(size), proof), base64.b64decode(root))
            again = syncd.post("requests.json", {"service_code": "question", "description": "З квитанцією"}).json[0]
            self.assertEqual(again["receipt"], answer["receipt"], "who repeats it gets the same")
            self.assertNotIn(leaf, syncd.log(), "nobody finds it in the log of the daemon")

    def test_what_is_no_receipt_is_not_found(self):
        with self.daemon() as syncd:
            answer = syncd.post("requests.json", {"service_code": "question", "description": "Чужа"}).json[0]
            number, _, leaf = answer["receipt"].partition("-")
            for wrong in (f"{int(number) + 1}-{leaf}", f"{number}-{leaf[:-1]}{'0' if leaf[-1] != '0' else '1'}", f"{number}-", leaf, number,
                          f"{number}-{leaf.upper()}x", "%D1%97", f"0{number}-{leaf}", "1" * 30 + f"-{leaf}"):
                self.assertEqual(syncd.request("GET", f"/receipt/{wrong}.json").status, 404, wrong)
            self.assertEqual(syncd.request("GET", f"/receipt/{answer['receipt']}").status, 404)

    def test_it_goes_on_where_it_was(self):
        with self.daemon():
            before = self.signed(64)[1]
        with self.daemon():
            _, size, root = self.signed(before)
        self.assertEqual(root, root_of(self.log.leaves(size)))

    def test_a_lost_folder_is_made_from_the_database_again(self):
        with self.daemon():
            before = self.signed(64)
        shutil.rmtree(self.log.folder)
        with self.daemon():
            _, size, root = self.signed(before[1])
        self.assertEqual(root_of(self.log.leaves(size)[:before[1]]), before[2], "it begins with what was signed")

    def test_a_backlog_is_read_a_few_tiles_at_a_time(self):
        """Many batches were sealed while nobody signed; then, once more, the folder is lost, too."""
        with self.daemon():
            before = self.signed(0)[1]
        for _ in range(60):
            reports.sql("select size from sync.log_seal()")
        with self.daemon() as syncd:
            _, size, root = self.signed(before)
            self.assertNotIn("WARN", syncd.log())
        self.assertGreaterEqual(size - before, 60 * 64)
        leaves = self.log.leaves(size)
        self.assertEqual(root, root_of(leaves))
        self.assertEqual(leaves, [bytes(hashes)[at:at + 32] for hashes, in reports.sql("select hashes from sync.log_leaves(0, 65536) order by leaf")
                                  for at in range(0, len(hashes), 32)][:size])
        shutil.rmtree(self.log.folder)
        with self.daemon():
            _, longer, _ = self.signed(size)
        self.assertEqual(root_of(self.log.leaves(longer)[:size]), root)

    def test_a_disk_that_stands_still_stops_nobody_else(self):
        """The newest checkpoint is read before the next one is written; here it is a pipe into which nobody writes."""
        with self.daemon() as syncd:
            _, size, _ = self.signed(0)
            path, kept = f"{self.log.folder}/checkpoint", f"{self.scratch}/kept"
            shutil.copy(path, kept)
            os.mkfifo(f"{self.scratch}/pipe")
            os.rename(f"{self.scratch}/pipe", path)
            wait_for("a writer that waits", lambda: self.is_opening(syncd))
            for n in range(10):
                self.assertEqual(syncd.post("requests.json", {"service_code": "question", "description": f"Поки диск стоїть {n}"}).status, 200)
                self.assertEqual(syncd.request("GET", "/health").status, 200)
            self.assertTrue(self.is_opening(syncd), "all the time")
            os.rename(kept, path + ".kept")
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            os.rename(path + ".kept", path)
            self.signed(size)

    @staticmethod
    def is_opening(syncd):
        """Whether a thread of the daemon hangs in openat()."""
        found = []
        for task in os.listdir(f"/proc/{syncd.process.pid}/task"):
            try:
                with open(f"/proc/{syncd.process.pid}/task/{task}/syscall", encoding="utf-8") as file:
                    found.append(file.read().split()[0])
            except OSError:
                pass
        return str(OPENAT) in found

    # Who seals

    def test_two_that_seal(self):
        """Two daemons of the whole installation, each with a folder of its own: one seals after the other, and both sign the same log."""
        other = Log(f"{self.scratch}/other")
        with self.daemon() as first:
            self.signed(64)
            with Syncd(top=("log:", f"  key: {self.key}", f"  folder: {other.folder}", f"  interval: {INTERVAL}")) as second:
                reports.add(*(f"Двоє {n}" for n in range(20)))
                size = self.signed(256)[1]
                wait_for("the other one's", lambda: other.size() >= size)
                for syncd in first, second:
                    self.assertNotIn("WARN", syncd.log())
                    self.assertNotIn("ALARM", syncd.log())
        size = min(self.log.size(), other.size())
        leaves = self.log.leaves(self.log.size())
        self.assertEqual(root_of(leaves), self.log.checkpoint()[2])
        self.assertEqual(leaves[:size], other.leaves(other.size())[:size])
        twice = reports.sql("select count(*), count(distinct (city_id, event_id)), count(distinct leaf) from varta.log_leaf")[0]
        self.assertEqual(len(set(twice)), 1, "every event is one leaf")
        self.assertEqual(reports.sql("select count(*) from varta.log_batch b join varta.log_batch n on n.first > b.first and n.first < b.first + b.size"), [(0,)])

    def test_another_one_seals(self):
        """A daemon of one city seals nothing and says so once; the one of all cities does."""
        reports.sql("select api.operator_add('t_kyiv_syncd', 'Служба Києва', 'sync', array['kyiv'])")
        with self.daemon(user="t_kyiv_syncd") as part:
            wait_for("what it says", lambda: "another one seals the log of all" in part.log())
            size = reports.sql("select varta.log_size()")
            reports.add("Хто це запечатає?")
            self.assertEqual(reports.sql("select varta.log_size()"), size)
            self.assertEqual(self.log.size(), 0)
            with Syncd(top=("log:", f"  key: {self.key}", f"  folder: {self.scratch}/all", f"  interval: {INTERVAL}")):
                wait_for("the daemon of all", lambda: Log(f"{self.scratch}/all").size() > size[0][0])
            self.assertEqual(part.log().count("another one seals"), 1, "once, at every interval the same")
            self.assertEqual(self.log.size(), 0)

    # A past that was made anew

    def assert_refused(self, why, code):
        newest = self.log.checkpoint()
        with self.daemon() as syncd:
            wait_for("refusal", lambda: why in syncd.log() and "is not signed" in syncd.log())
            size = reports.sql("select varta.log_size()")
            wait_for("next interval", lambda: syncd.log().count("is not signed") > 3)
            self.assertEqual(reports.sql("select varta.log_size()"), size, "nothing is sealed, either")
            self.assert_alarm(code)
            reports.sql("set session_replication_role = replica; delete from varta.log_alarm")
            wait_for("the alarm that was taken away", lambda: reports.sql("select id from varta.log_alarm where over_at is null"))
        self.assertEqual(self.log.checkpoint(), newest)

    def assert_alarm(self, code):
        """Auditors see it, as a code with its numbers, and it is an event."""
        (alarms,), = reports.sql("select alarms from api.history_state()")
        self.assertEqual([(alarm["place"], bool(re.fullmatch(code, alarm["why"]))) for alarm in alarms if alarm["over"] is None], [("database", True)])
        told = reports.sql("select after ->> 'why' from varta.event where city_id = 0 and verb = 'log_alarm_added' order by id desc limit 1")
        self.assertRegex(told[0][0], f"^{code}$")

    def test_an_alarm_is_over_when_a_checkpoint_is_signed(self):
        reports.sql("select sync.log_alarm('something')")
        with self.daemon():
            self.signed(0)
            wait_for("the end", lambda: not reports.sql("select id from varta.log_alarm where over_at is null"))
        verbs = reports.sql("select verb from varta.event where city_id = 0 order by id desc limit 2")
        self.assertEqual(verbs, [("log_alarm_changed",), ("log_alarm_added",)])

    def test_a_log_that_was_cut_is_not_signed(self):
        with self.daemon():
            self.signed(64)
        first = reports.sql("select max(first) from varta.log_batch where first < %s", self.log.size())[0][0]
        self.tamper(f"delete from varta.log_batch where first >= {first}; delete from varta.log_leaf where leaf >= {first}; "
                    f"delete from varta.log_tile where index * 256 >= {first}; "
                    f"update varta.log_tile set hashes = substring(hashes for ({first} - index * 256)::integer * 32) where (index + 1) * 256 > {first}")
        self.assert_refused("leaves, and", r"short \d+ \d+")

    def test_a_log_that_was_sealed_anew_is_not_signed(self):
        with self.daemon():
            self.signed(0)
        size = self.log.size()
        self.tamper(f"update varta.log_tile set hashes = overlay(hashes placing sha256('forged') from {(size - 1) % 256 * 32 + 1} for 32) "
                    f"where index = {(size - 1) // 256}")
        self.assert_refused(f"leaf {size - 1} is not the one that was signed", f"leaf_changed {size - 1}")

    def test_a_lost_folder_and_a_log_that_was_sealed_anew(self):
        with self.daemon():
            self.signed(0)
        size = self.log.size()
        self.tamper("update varta.log_tile set hashes = overlay(hashes placing sha256('forged') from 1 for 32) where index = 0")
        shutil.rmtree(self.log.folder)
        with self.daemon() as syncd:
            wait_for("refusal", lambda: f"the first {size} leaves are not those that were signed" in syncd.log())
        self.assertIsNone(self.log.checkpoint())

    def tamper(self, statements):
        """As a superuser, past the triggers; the next test begins with a log that is whole."""
        tables = ("log_batch", "log_leaf", "log_tile", "log_queue", "log_checkpoint")
        for table in tables:
            reports.sql(f"create table kept_{table} as table varta.{table}")
        self.addCleanup(lambda: [reports.sql(f"set session_replication_role = replica; truncate varta.{t}; insert into varta.{t} table kept_{t}; "
                                             f"drop table kept_{t}") for t in tables])
        reports.sql("set session_replication_role = replica; " + statements)

    # What is configured

    def test_a_key_that_others_can_read_is_refused(self):
        os.chmod(self.key, 0o640)
        with self.assertRaises(AssertionError) as refused:
            with self.daemon():
                pass
        self.assertIn("log.key", str(refused.exception))

    def test_without_a_key_it_seals_and_signs_nothing(self):
        before = reports.sql("select varta.log_size()")[0][0]
        with Syncd(top=("log:", f"  interval: {INTERVAL}")) as syncd:
            wait_for("batch", lambda: reports.sql("select varta.log_size()")[0][0] > before)
            receipt = syncd.post("requests.json", {"service_code": "question", "description": "Без підпису"}).json[0]["receipt"]
            self.assertEqual(syncd.request("GET", f"/receipt/{receipt}.json").json["sealed"], False)
        self.assertEqual(reports.sql("select count(*) from varta.log_checkpoint"), [(0,)])


if __name__ == "__main__":
    unittest.main()
