"""Checkpoints of the log leave this machine: a witness that checks all that C2SP tlog-witness says, a real mail
server and a real authority of time stamps are told, each on its own; what they say back is checked and published;
what shows that the log was forged or lost is an alarm and gets no signature. The log in the folder is made by
another implementation (translog).

Seen here, too: what the settings say when they are wrong, and that no other file is written."""
import hashlib
import http.client
import os
import re
import shutil
import subprocess
import unittest

import ctl
import reports
import translog
import tsa
from smtpd import PASSWORD, USER, Smtpd
from syncd import Syncd, wait_for
from witness import Witness

TMP = os.environ["TMPDIR"]
SLOW_DISK = f"{os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}/lib/slow_disk.c"
AT = 1795362194
LEAVES = [translog.leaf_hash(b"entry %d" % n) for n in range(1000)]


def write(path, text, mode=0o600):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Anchor(unittest.TestCase):
    def setUp(self):
        self.key = translog.Key("varta.example/log")
        self.key_file = write(f"{TMP}/log.key", self.key.private)
        self.folder = f"{TMP}/log"
        os.mkdir(self.folder)
        self.addCleanup(shutil.rmtree, self.folder)

    def publish(self, size):
        return translog.write_folder(self.folder, self.key, LEAVES[:size])

    def daemon(self, *log, settings=(), under=()):
        return Syncd(top=("log:", f"  key: {self.key_file}", f"  folder: {self.folder}", *(f"  {line}" for line in log)), settings=settings, under=under)

    def checkpoint(self):
        return read(f"{self.folder}/checkpoint")

    def cosigned(self, *witnesses):
        """Waits until the published checkpoint has the signatures of all of them."""
        return wait_for("cosignatures", lambda: all(translog.is_signed(self.checkpoint(), translog.PublicKey(w.key.vkey)) for w in witnesses))

    def seen(self):
        """What auditors see: who has how much, and whose alarms last."""
        (places, alarms), = reports.sql("select places, alarms from api.history_state()")
        return {place["place"]: place["size"] for place in places}, {alarm["place"] for alarm in alarms if alarm["over"] is None and alarm["place"] != "database"}

    def said(self, syncd, words):
        return wait_for(words, lambda: words in syncd.log())

    # Witnesses

    def test_witnesses_sign_what_has_grown(self):
        with Witness("w.example", [self.key]) as first, Witness("v.example", [self.key]) as second:
            sizes = (64, 128, 320, 1000)
            for size in sizes:
                self.publish(size)
                with self.daemon(f"witness: [{first.setting}, {second.setting}]"):
                    self.cosigned(first, second)
                self.assertEqual(first.seen[self.key.name], (size, translog.root(LEAVES[:size])))
            for witness in (first, second):
                asked = [(old, status) for old, _, status in witness.asked]
                self.assertEqual(asked, [(0, 200), *[pair for before in sizes[:-1] for pair in ((0, 409), (before, 200))]])
        text = translog.parse_note(self.checkpoint())[0]
        self.assertEqual(translog.parse_checkpoint(text), (self.key.name, 1000, translog.root(LEAVES)))
        for note in translog.parse_notes(read(f"{self.folder}/checkpoints")):
            self.assertTrue(translog.is_signed(note, translog.PublicKey(self.key.vkey)))

    def test_who_has_signed_is_not_asked_again(self):
        self.publish(64)
        with Witness("w.example", [self.key]) as witness, Witness("v.example", [self.key]) as other:
            with self.daemon(f"witness: [{witness.setting}]"):
                self.cosigned(witness)
            with self.daemon(f"witness: [{witness.setting}, {other.setting}]"):
                self.cosigned(witness, other)
            self.assertEqual(len(witness.asked), 1)
            self.assertEqual(len(other.asked), 1)

    def test_one_that_is_away_holds_nobody(self):
        self.publish(64)
        away = Witness("away.example", [self.key])  # listens, and never answers
        with Witness("w.example", [self.key]) as witness:
            with self.daemon(f"witness: [{away.setting}, \"http://127.0.0.1:9 {translog.Key('no.example', translog.WITNESS).vkey}\", {witness.setting}]") as syncd:
                self.cosigned(witness)
                self.said(syncd, "witness no.example: ")
                with away:
                    self.cosigned(witness, away)

    def test_what_is_wrong_is_an_alarm_and_gets_no_signature(self):
        key, other = self.key, translog.Key("other.example/log")
        forged = [translog.leaf_hash(b"forged"), *LEAVES[1:]]
        with Witness("w.example", [key]) as witness, Witness("stranger.example", [other]) as stranger:
            impostor = Witness("impostor.example")
            impostor.logs = {key.name: translog.PublicKey(translog.Key(key.name).vkey)}
            with impostor:
                self.publish(128)
                with self.daemon(f"witness: [{witness.setting}, {stranger.setting}, {impostor.setting}]") as syncd:
                    self.cosigned(witness)
                    self.said(syncd, "witness stranger.example: ALARM: it does not know this log (404)")
                    self.said(syncd, "witness impostor.example: ALARM: it does not know the key of this log (403)")
                    wait_for("what auditors see", lambda: self.seen() == (
                        {"witness w.example": 128, "witness stranger.example": 0, "witness impostor.example": 0},
                        {"witness stranger.example", "witness impostor.example"}))
            for leaves, words in ((forged[:128], "it has seen another checkpoint of 128 leaves: this log was forged"),
                                  (LEAVES[:64], "it has seen 128 leaves of this log, which has 64"),
                                  (forged[:192], "is not right (422): its tiles were changed")):
                shutil.rmtree(self.folder)
                os.mkdir(self.folder)
                translog.write_folder(self.folder, key, leaves)
                with self.daemon(f"witness: [{witness.setting}]") as syncd:
                    self.said(syncd, "witness w.example: ALARM: ")
                    self.assertIn(words, syncd.log())
                self.assertEqual(len(translog.parse_note(self.checkpoint())[1]), 1)
            self.assertEqual(witness.seen[key.name], (128, translog.root(LEAVES[:128])))

    def test_answers_that_are_none(self):
        self.publish(64)
        text = translog.parse_note(self.checkpoint())[0]
        witness = Witness("w.example", [self.key])
        wrong = {b"": "no signature by its key", b"\x00\xff": "no signature by its key", translog.Key("w.example", translog.WITNESS).cosign(text, AT).encode(): "no signature by its key",
                 witness.key.cosign(text.replace("64", "65"), AT).encode(): "no signature by its key", b"x\n\n" + witness.key.cosign(text, AT).encode(): "no signature by its key"}
        others = ((500, "text/plain", b"", "status 500"), (409, "text/plain", b"64\n", "another checkpoint of 64 leaves"), (409, "text/x.tlog.size", b"-1\n", "another checkpoint"),
                  (409, "text/x.tlog.size", b"9" * 30 + b"\n", "another checkpoint"), (409, "text/x.tlog.size", b"7\n", "another size each time"), (200, "text/plain", b"x" * 70000, "longer than"))
        with witness:
            for status, type_, body, words in [*((200, "text/plain", body, words) for body, words in wrong.items()), *others]:
                witness.instead = lambda _, answer=(status, type_, body): answer
                with self.daemon(f"witness: [{witness.setting}]") as syncd:
                    self.said(syncd, words)
                self.assertEqual(len(translog.parse_note(self.checkpoint())[1]), 1, words)

    # The disk

    def held(self, syncd, kept):
        """Somebody waits for the disk, and the daemon goes on; then the disk does."""
        wait_for("wait for the disk", lambda: os.path.exists(f"{self.hold}.waits"))
        for _ in range(20):
            self.assertEqual(syncd.request("GET", "/health/live").status, 200)
        self.assertTrue(syncd.report())
        self.assertFalse(kept())
        os.unlink(self.hold)
        wait_for("what was held", kept)

    def test_the_loop_waits_for_no_disk(self):
        library, self.hold = f"{TMP}/slow_disk.so", f"{self.folder}/hold"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SLOW_DISK, "-ldl"], check=True)
        self.publish(64)
        with Witness("w.example", [self.key]) as witness, tsa.Tsa() as authority:
            for name, lines, kept in (
                    ("/log/checkpoint", (f"witness: [{witness.setting}]",), lambda: translog.is_signed(self.checkpoint(), translog.PublicKey(witness.key.vkey))),
                    ("/log/stamps", (f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}"), lambda: os.path.exists(f"{self.folder}/stamps/64.tsr"))):
                write(self.hold, "")
                preload = ("env", f"LD_PRELOAD={library}", f"ASAN_OPTIONS={os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0", f"SLOW_DISK_NAME={name}", f"SLOW_DISK_HOLD={self.hold}")
                with self.subTest(name), self.daemon(*lines, under=preload) as syncd:
                    self.held(syncd, kept)
                os.unlink(f"{self.hold}.waits")

    # A mailbox

    def test_a_mailbox_gets_the_newest_and_not_too_many(self):
        secrets = write(f"{TMP}/secrets", f"links: {'k' * 40}\npassword: '{PASSWORD}'\n")
        self.publish(64)
        with Smtpd() as smtpd:
            settings = (f"mail_server: {smtpd.url}", f"mail_ca_file: {smtpd.ca}", f"mail_user: {USER}", f"mail_secrets_file: {secrets}",
                        "mail_from: noreply@varta.example.org")
            with self.daemon("mail: keeper@archive.example.org", settings=settings):
                mail, = wait_for("mail", lambda: smtpd.mails("keeper@archive.example.org"))
            self.assertEqual(mail["Subject"], "varta.example/log: checkpoint of 64 leaves")
            self.assertEqual(mail.get_content().replace("\r\n", "\n"), self.checkpoint())
            self.publish(128)
            with self.daemon("mail: keeper@archive.example.org", settings=settings), Witness("w.example", [self.key]):
                self.publish(192)
            self.assertEqual(len(smtpd.mails("keeper@archive.example.org")), 1, "one a day, also when the daemon begins anew")
            with self.daemon("mail: keeper@archive.example.org", "mail_interval: 1s", settings=settings):
                wait_for("second mail", lambda: len(smtpd.mails("keeper@archive.example.org")) == 2)
            self.assertIn("192 leaves", smtpd.mails("keeper@archive.example.org")[1]["Subject"])

    # Time stamps

    def test_time_stamps_are_checked_and_kept(self):
        note = self.publish(64)
        with tsa.Tsa() as authority:
            with self.daemon(f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}"):
                wait_for("stamp", lambda: os.path.exists(f"{self.folder}/stamps/64.tsr"))
            self.assertEqual(read(f"{self.folder}/stamps/64"), note)
            self.assertTrue(authority.verify(f"{self.folder}/stamps/64", f"{self.folder}/stamps/64.tsr"))
            self.publish(128)
            with self.daemon(f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}", "timestamp_interval: 1s"):
                wait_for("second stamp", lambda: os.path.exists(f"{self.folder}/stamps/128.tsr"))

    def test_auditors_read_in_their_language_why_a_place_has_nothing(self):
        self.publish(64)
        with tsa.Tsa() as authority:
            authority.instead = lambda body: (200, "x", b"")
            with self.daemon(f"witness: [\"http://127.0.0.1:9 {translog.Key('no.example', translog.WITNESS).vkey}\"]",
                             f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}"):
                whys = wait_for("reasons of both", lambda: [code for code, in reports.sql("select why from varta.log_place where why is not null order by place desc")][1:] and
                                [code for code, in reports.sql("select why from varta.log_place order by place desc")])
        self.assertRegex(whys[0], "^unreachable: ")
        self.assertEqual(whys[1], "stamp_none")
        said = ctl.run("audit", "status", user="t_super", env={"LC_ALL": "uk_UA.UTF-8", "LANGUAGE": "uk"}).stdout
        self.assertRegex(said, r"відповіді немає \(.+\)")
        self.assertIn("відповідь — не позначка часу", said)

    def test_a_stamp_that_is_none_is_not_kept(self):
        self.publish(64)
        with tsa.Tsa() as authority, tsa.Tsa("Others") as other:
            queries = []

            def replay(body):
                queries.append(body)
                return 200, "application/timestamp-reply", authority.stamp(queries[0])

            def spoilt(body):
                stamp = bytearray(authority.stamp(body))
                stamp[stamp.index(hashlib.sha256(self.checkpoint().encode()).digest())] ^= 1
                return 200, "application/timestamp-reply", bytes(stamp)
            with open("/dev/urandom", "rb") as noise:
                garbage = noise.read(3000)
            replay(authority_query(self.checkpoint().encode()))
            for instead, words in ((lambda body: (200, "x", garbage), "no time stamp"), (lambda body: (200, "x", b""), "no time stamp"), (replay, "the time stamp is not right"),
                                   (lambda body: (200, "x", other.stamp(body)), "the time stamp is not right"), (spoilt, "time stamp"),
                                   (lambda body: (503, "x", b""), "status 503"), (lambda body: (200, "x", authority.stamp(body) + b"x"), "no time stamp")):
                authority.instead = instead
                with self.daemon(f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}") as syncd:
                    self.said(syncd, "time stamps: ")
                    self.assertRegex(syncd.log(), "time stamps: .*" + re.escape(words))
                self.assertFalse(os.path.exists(f"{self.folder}/stamps/64.tsr"))

    # The folder, the settings, the numbers

    def test_beside_the_log_stand_its_key_and_the_page(self):
        with self.daemon() as syncd:
            syncd.report()
        self.assertEqual(read(f"{self.folder}/key"), self.key.vkey + "\n")
        self.assertIn("Перевірка квитанції", read(f"{self.folder}/receipt.html"))
        self.assertEqual(os.stat(f"{self.folder}/receipt.html").st_mode & 0o777, 0o644)

    def test_the_page_of_metrics_tells_who_has_what(self):
        self.publish(64)
        with Witness("w.example", [self.key]) as witness:
            with self.daemon(f"witness: [{witness.setting}]", settings=("metrics: 127.0.0.1:0",)) as syncd:
                self.cosigned(witness)
                port = int(re.search(r"metrics at port (\d+)", syncd.log())[1])

                def page():
                    connection = http.client.HTTPConnection("127.0.0.1", port)
                    connection.request("GET", "/metrics")
                    return connection.getresponse().read().decode()
                wait_for("number", lambda: 'varta_log_anchored{place="witness w.example"} 64\n' in page())

    def test_settings_that_cannot_be(self):
        witness = translog.Key("w.example", translog.WITNESS)
        for lines, words in ((["witness: [x]"], "log.witness: 'x': the address of a witness"), ([f"witness: [\"http://w {self.key.vkey}\"]"], "log.witness"),
                             ([f"witness: [\"ftp://w {witness.vkey}\"]"], "log.witness"), (["mail: x"], "log.mail: an e-mail address"), (["mail: a@example.org"], "without syncd.mail_server"),
                             (["timestamp: http://x/"], "log.timestamp_ca is missing"), (["timestamp: x"], "the address of a server"), (["interval: 16m"], "log.interval")):
            self.assertIn(words, self.complaint("log:", f"  key: {self.key_file}", f"  folder: {self.folder}", *(f"  {line}" for line in lines)))
        self.assertIn("log.key is missing", self.complaint("log:", f"  folder: {self.folder}"))
        self.assertIn("log.key is missing", self.complaint("log:", "  timestamp_ca: /etc/ssl/certs/ca.pem"))
        self.assertIn("log.folder is missing", self.complaint("log:", f"  key: {self.key_file}"))
        os.chmod(self.key_file, 0o640)
        self.assertIn("chmod 600", self.complaint("log:", f"  key: {self.key_file}", f"  folder: {self.folder}"))

    def complaint(self, *lines):
        config = write(f"{TMP}/wrong.yaml", "\n".join(("database: user=t_syncd", "syncd:", "  listen: 127.0.0.1:0", *lines)) + "\n")
        done = subprocess.run([os.environ["VARTA_BUILD"] + "/syncd/varta-syncd", "-c", config], capture_output=True, text=True, timeout=30)
        self.assertNotEqual(done.returncode, 0)
        return done.stderr


def authority_query(data):
    """What another asked about the same text."""
    path = f"{TMP}/data"
    with open(path, "wb") as file:
        file.write(data)
    return subprocess.run(["openssl", "ts", "-query", "-data", path, "-sha256", "-cert"], check=True, capture_output=True).stdout


if __name__ == "__main__":
    unittest.main()
