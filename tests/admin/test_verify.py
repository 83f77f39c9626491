"""vartactl audit verify --checkpoints: a superuser changes the history in every way, also the log in the database with
it, and each change is found against what was kept outside, and named: the altered event, the leaf and its neighbours,
the row, the checkpoint. Auditors of one city find what is theirs. Published tiles say exactly which event it was,
also where the database's own were sealed anew.

(A hundred forgeries of random kinds are in a test of the daemon.)"""
import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest

import ctl
import reports
import translog
import tsa
from reports import act, sql
from syncd import wait_for

TMP = os.environ["TMPDIR"]
PAST_TRIGGERS = "set local session_replication_role = replica; "


def past_triggers(query, *params):
    """As a superuser whom no trigger stops."""
    sql(PAST_TRIGGERS + query, *params)


def tables():
    """Every table with the columns that can be written."""
    return sql("select c.relname, string_agg(quote_ident(a.attname), ', ') from pg_class c join pg_attribute a on a.attrelid = c.oid "
               "where c.relnamespace = 'varta'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' group by 1")


class Verify(unittest.TestCase):
    """Every test forges in the same database, which is put back as it was: the programs have to see it."""

    @classmethod
    def setUpClass(cls):
        cls.key = translog.Key("varta.example/log")
        cls.folder = f"{TMP}/log"
        os.mkdir(cls.folder)
        cls.requests = reports.add("Яма", "Світлофор", "Знак") + reports.add("У Полтаві", source="poltava-site", code="question", at=None)
        cls.seal()
        cls.publish()
        for request in cls.requests[:2]:
            act("t_moderator", "note", request, reports.version(request), "Перевірено")
        cls.seal()
        cls.publish()
        cls.events = sql("select l.leaf, e.id, e.city_id, e.request_id, e.verb from varta.event e join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id order by l.leaf")
        shutil.copytree(cls.folder, f"{TMP}/log.kept")
        sql("create schema kept; " + "".join(f"create table kept.{table} as select {columns} from varta.{table}; " for table, columns in tables()))

    def tearDown(self):
        past_triggers("".join(f"delete from varta.{table}; insert into varta.{table} ({columns}) overriding system value select {columns} from kept.{table}; "
                              for table, columns in tables()))
        shutil.rmtree(self.folder)
        shutil.copytree(f"{TMP}/log.kept", self.folder)

    seal = staticmethod(reports.seal)
    leaves = staticmethod(reports.leaves)

    @classmethod
    def publish(cls):
        return translog.write_folder(cls.folder, cls.key, cls.leaves())

    def event_of(self, request, verb):
        """(leaf, event) of it."""
        return next((leaf, event) for leaf, event, _, number, v in self.events if (number, v) == (request, verb))

    def run_verify(self, *args, user="t_super", checkpoints=None, keys=None):
        return ctl.run("audit", "verify", "--checkpoints", checkpoints or self.folder, *(word for key in keys or [self.key.vkey] for word in ("--public-key", key)), *args, user=user)

    def faults(self, *args, **kwargs):
        """The faults that are found, and the summary."""
        done = self.run_verify("--json", *args, **kwargs)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertTrue(lines and "ok" in lines[-1], done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0 if lines[-1]["ok"] else 1, done.stdout + done.stderr)
        self.assertEqual(lines[-1]["faults"], len(lines) - 1)
        return lines[:-1], lines[-1]

    def only(self, *args, **kwargs):
        """The one fault that is found."""
        found, _ = self.faults(*args, **kwargs)
        self.assertEqual(len(found), 1, found)
        return found[0]

    # What is whole

    def test_whole(self):
        found, summary = self.faults()
        self.assertEqual(found, [])
        self.assertEqual((summary["events"], summary["others"]), (len(self.events), 0))
        self.assertEqual((summary["checkpoints"], summary["size"]), (2, len(self.leaves())))
        self.assertEqual(summary["events"] + summary["padding"], summary["log_size"])
        shown = self.run_verify().stdout
        for words in ("varta.example/log: 2 checkpoints, the newest of", "The history is what was sealed.", "Never covered: who wrote"):
            self.assertIn(words, shown)

    def test_what_is_younger_is_told(self):
        act("t_moderator", "note", self.requests[2], reports.version(self.requests[2]), "Щойно")
        _, summary = self.faults()
        self.assertEqual(summary["waiting"], 1)
        self.assertIn("1 events that are not sealed yet", self.run_verify().stdout)
        self.seal()
        found, summary = self.faults()
        self.assertEqual((found, summary["log_size"] - summary["size"]), ([], 64))
        self.assertIn("64 leaves that are younger", self.run_verify().stdout)

    def test_an_auditor_of_one_city(self):
        found, summary = self.faults(user="t_auditor")
        others = sum(1 for event in self.events if event[2] == sql("select id from varta.city where code = 'poltava'")[0][0])
        self.assertEqual((found, summary["others"]), ([], others))
        self.assertGreater(others, 0)
        self.assertEqual(self.run_verify("poltava", user="t_auditor").returncode, 3, "which is no city of hers")
        self.assertEqual(self.run_verify(user="t_moderator").returncode, 4)
        past_triggers("update varta.event set who = 'nobody' where id = %s", self.event_of(self.requests[0], "note")[1])
        self.assertEqual(self.only("kyiv", user="t_auditor")["city"], "kyiv")

    def test_status_says_whether_anything_is_signed(self):
        for user in ("t_super", "t_auditor"):
            done = ctl.run("audit", "status", user=user)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("the history is not anchored", done.stderr)
        size = len(self.leaves())
        sql("select sync.log_checkpoint_add(%s, %s, %s)", size, translog.root(self.leaves()), self.publish())
        done = ctl.run("audit", "status", "--json", user="t_auditor")
        self.assertEqual(done.returncode, 0, done.stderr)
        said, = json.loads(done.stdout)
        self.assertEqual((said["size"], said["signed"], said["anchored"], said["waiting"]), (size, size, True, 0))
        past_triggers("update varta.log_checkpoint set at = now() - interval '2 hours'")
        self.assertEqual(ctl.run("audit", "status", user="t_super").returncode, 1)

    def test_status_says_what_was_found_wrong(self):
        self.publish()
        sql("select sync.log_checkpoint_add(%s, %s, %s)", len(self.leaves()), translog.root(self.leaves()), self.publish())
        sql("select sync.log_places(%s)", json.dumps([{"place": "witness w.example", "size": 64, "why": None, "alarm": False, "tried": True}]))
        done = ctl.run("audit", "status", user="t_auditor")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("witness w.example", done.stdout)
        sql("select sync.log_alarm('leaf_changed 5')")
        done = ctl.run("audit", "status", user="t_auditor")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"ALARM since [0-9-]+ [0-9:]+, by database: leaf 5 is not the one that was signed\n")
        self.assertRegex(ctl.run("audit", "status", user="t_auditor", env={"LANGUAGE": "uk"}).stderr, "ТРИВОГА .*: запис 5 не той, який було підписано\n")
        said, = json.loads(ctl.run("audit", "status", "--json", user="t_auditor").stdout)
        self.assertEqual([(alarm["place"], alarm["why"], alarm["over"]) for alarm in said["alarms"]], [("database", "leaf_changed 5", None)])
        sql("select sync.log_places(%s)", json.dumps([{"place": "witness w.example", "size": 64, "why": "status 503", "alarm": False, "tried": True}]))
        self.assertIn("it answers with status 503", ctl.run("audit", "status", user="t_auditor").stdout)
        sql("select sync.log_checkpoint_add(%s, %s, %s)", len(self.leaves()), translog.root(self.leaves()), self.publish())
        done = ctl.run("audit", "status", user="t_auditor")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, "there was an alarm from .* to .*, by database: leaf 5")

    # Events

    def test_an_event_that_was_changed(self):
        leaf, event = self.event_of(self.requests[0], "note")
        past_triggers("update varta.event set who = 'somebody' where id = %s and request_id = %s", event, self.requests[0])
        fault = self.only()
        self.assertEqual((fault["leaf"], fault["event"], fault["city"], fault["request"]), (leaf, str(event), "kyiv", str(self.requests[0])))
        self.assertRegex(fault["sealed"], r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
        self.assertIn(f"FAULT, leaf {leaf}, city kyiv, event {event}, request {self.requests[0]}, sealed 2", self.run_verify().stdout)

    def test_content_that_was_changed_with_its_hash_and_the_tile(self):
        leaf, event = self.event_of(self.requests[0], "note")
        past_triggers("update varta.event set why = 'інше', content_hash = varta.event_content(salt, 'інше', before, after) where id = %s and request_id = %s", event, self.requests[0])
        self.reseal(leaf)
        found, _ = self.faults()
        self.assertEqual([(f["leaf"], f.get("event")) for f in found if "event" in f], [(leaf, str(event))])
        self.assertIn("was sealed anew", found[0]["fault"])

    def reseal(self, leaf):
        """Puts into the database's tile what the row gives now."""
        past_triggers("update varta.log_tile t set hashes = overlay(t.hashes placing x.hash from %s) from audit.log_entries(null, %s, 1) x where t.index = %s",
                      leaf % 256 * 32 + 1, leaf, leaf // 256)

    def test_without_published_tiles_the_batch_is_named(self):
        leaf, event = self.event_of(self.requests[0], "note")
        checkpoints = f"{TMP}/kept"
        shutil.copy(f"{self.folder}/checkpoints", checkpoints)
        past_triggers("update varta.event set who = 'somebody' where id = %s and request_id = %s", event, self.requests[0])
        fault = self.only(checkpoints=checkpoints)
        self.assertEqual(fault["event"], str(event), "the database's own leaf tells which, as long as it stands")
        self.reseal(leaf)
        fault = self.only(checkpoints=checkpoints)
        self.assertLessEqual(fault["leaf"], leaf)
        self.assertGreaterEqual(fault["last"], leaf)
        self.assertIn("was sealed anew", fault["fault"])

    def test_an_event_that_is_missing(self):
        leaf, event = self.event_of(self.requests[1], "note")
        past_triggers("delete from varta.event where id = %s and request_id = %s", event, self.requests[1])
        found, _ = self.faults()
        fault = next(f for f in found if "leaf" in f)
        self.assertEqual((fault["leaf"], fault["last"]), (leaf, leaf))
        before = next(e for e in reversed(self.events) if e[0] < leaf)
        self.assertEqual(fault["before"].split()[1], str(before[1]))
        past_triggers("delete from varta.log_leaf where event_id = %s", event)
        found, _ = self.faults()
        self.assertEqual([(f["leaf"], f["last"]) for f in found if "leaf" in f], [(leaf, leaf)])

    def test_an_event_that_is_declared_padding(self):
        leaf, event = max(self.event_of(request, "note") for request in self.requests[:2])
        past_triggers("delete from varta.event where id = %s", event)
        past_triggers("delete from varta.log_leaf where event_id = %s", event)
        past_triggers("update varta.log_batch set events = events - 1 where first <= %s and first + size > %s", leaf, leaf)
        found, _ = self.faults()
        self.assertIn(leaf, [f["leaf"] for f in found if "is not the padding" in f["fault"]])

    def test_the_end_is_cut_off(self):
        size = len(self.leaves())
        first = sql("select max(first) from varta.log_batch")[0][0]
        for query in ("delete from varta.event e using varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id and l.leaf >= %s", "delete from varta.log_leaf where leaf >= %s",
                      "delete from varta.log_batch where first >= %s"):
            past_triggers(query, first)
        past_triggers("update varta.log_tile set hashes = substring(hashes for %s) where index = %s", first % 256 * 32, first // 256)
        past_triggers("delete from varta.log_checkpoint")
        found, _ = self.faults()
        cut = next(f for f in found if "cut off" in f["fault"])
        self.assertEqual((cut["leaf"], cut["last"]), (first, size - 1))

    def test_all_is_gone(self):
        for table in ("event", "log_leaf", "log_batch", "log_tile", "log_queue", "chain"):
            past_triggers(f"delete from varta.{table}")
        found, _ = self.faults()
        self.assertTrue(any("cut off" in f["fault"] for f in found), found)

    def test_a_forged_erasure(self):
        leaf, event = self.event_of(self.requests[0], "note")
        past_triggers("update varta.event set why = null, before = null, after = null, salt = null where id = %s and request_id = %s", event, self.requests[0])
        found, _ = self.faults()
        self.assertIn((leaf, str(event)), [(f.get("leaf"), f.get("event")) for f in found])
        self.assertTrue(any("no later event says that it was erased" in f["fault"] for f in found), found)

    def test_put_in_past_the_log(self):
        past_triggers("insert into varta.event (city_id, id, request_id, at, who, origin, verb, content_hash, salt) "
                      "select city_id, id + 1000000, request_id, at, who, origin, verb, content_hash, salt from varta.event where request_id = %s limit 1", self.requests[0])
        found, _ = self.faults()
        self.assertTrue(any(f["fault"] == "it was put in past the log" and f["request"] == str(self.requests[0]) for f in found), found)

    # Rows

    def test_a_row_that_was_changed_past_the_triggers(self):
        past_triggers("update varta.request set title = 'Інше' where id = %s", self.requests[0])
        fault = self.only()
        self.assertEqual((fault["city"], fault["request"], fault["place"]), ("kyiv", str(self.requests[0]), "request"))

    # Checkpoints

    def test_a_forged_checkpoint_and_two_of_one_size(self):
        with open(f"{self.folder}/checkpoints", encoding="utf-8") as file:
            notes = file.read()
        other = translog.Key("varta.example/log")
        size = len(self.leaves())
        twin = self.key.sign(translog.checkpoint_text(self.key.name, size, os.urandom(32)))
        for added, words in ((other.sign(translog.checkpoint_text(self.key.name, size, os.urandom(32))), "not signed by the log's key"),
                             (twin, f"two different checkpoints of {size} leaves"), (notes.replace(f"\n{size}\n", f"\n{size + 64}\n"), "forged"), ("garbage\n", "checkpoint 3 in")):
            path = self.file("added", notes + added)
            found, _ = self.faults(checkpoints=path)
            self.assertTrue(any(words in f["fault"] for f in found), (words, found))
        done = self.run_verify(checkpoints=self.file("foreign", other.checkpoint(self.leaves())))
        self.assertEqual(done.returncode, 1)
        self.assertIn("holds no checkpoint that is signed by varta.example/log", done.stderr)

    def file(self, name, text):
        path = f"{TMP}/{name}"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def test_a_checkpoint_that_came_by_mail(self):
        with open(f"{self.folder}/checkpoint", encoding="utf-8") as file:
            self.assertEqual(self.faults(checkpoints=self.file("mailed", file.read().replace("\n", "\r\n")))[0], [])

    def test_one_kept_checkpoint_is_enough(self):
        """All was computed anew and published anew, with the key: who kept an old checkpoint sees it."""
        with open(f"{self.folder}/checkpoints", encoding="utf-8") as file:
            kept = self.file("kept", translog.parse_notes(file.read())[0])
        leaf, event = self.event_of(self.requests[0], "received")
        past_triggers("update varta.event set at = at - interval '1 hour' where id = %s and request_id = %s", event, self.requests[0])
        self.reseal(leaf)
        shutil.rmtree(self.folder)
        os.mkdir(self.folder)
        self.publish()
        self.assertEqual([f for f in self.faults()[0] if "leaf" in f], [], "what was published anew fits")
        fault = next(f for f in self.faults(checkpoints=kept)[0] if "leaf" in f)
        self.assertTrue(fault["leaf"] <= leaf <= fault["last"])

    def test_witnesses(self):
        witness = translog.Key("w.example", translog.WITNESS)
        with open(f"{self.folder}/checkpoints", encoding="utf-8") as file:
            first, second = translog.parse_notes(file.read())
        path = self.file("witnessed", first + witness.cosign(translog.parse_note(first)[0], 1795362194) + second)
        _, summary = self.faults(checkpoints=path, keys=[self.key.vkey, witness.vkey])
        self.assertEqual(summary["witnessed"], {"w.example": translog.parse_checkpoint(translog.parse_note(first)[0])[1]})
        path = self.file("witnessed", first + second + witness.cosign(translog.parse_note(first)[0], 1795362194))
        self.assertIn("forged signature of the witness w.example", self.only(checkpoints=path, keys=[self.key.vkey, witness.vkey])["fault"])

    def test_a_witness_that_is_demanded(self):
        """Whoever has the log's own key can sign anything, but not what the witness signs."""
        witness, other = translog.Key("w.example", translog.WITNESS), translog.Key("w.example", translog.WITNESS)
        with open(f"{self.folder}/checkpoints", encoding="utf-8") as file:
            first, second = translog.parse_notes(file.read())
        sizes = [translog.parse_checkpoint(translog.parse_note(note)[0])[1] for note in (first, second)]
        signed = [note + witness.cosign(translog.parse_note(note)[0], 1795362194) for note in (first, second)]
        demand = ("--witness", self.file("witness.pub", f"# ours\n{witness.vkey}\n"))
        self.assertEqual(self.faults(*demand, checkpoints=self.file("kept", first + signed[1]))[0], [], "older ones need none")
        absent = self.only(*demand, checkpoints=self.file("kept", signed[0] + second))["fault"]
        self.assertIn(f"the newest checkpoint, of {sizes[1]} leaves, is not signed by the witness w.example, which has signed {sizes[0]} leaves", absent)
        forged, missing = self.faults(*demand, checkpoints=self.file("kept", first + second + witness.cosign(translog.parse_note(first)[0], 1795362194)))[0]
        self.assertIn("forged signature of the witness w.example", forged["fault"])
        self.assertIn("is not signed by the witness", missing["fault"])
        self.assertIn("is not signed by the witness", self.only("--witness", other.vkey, checkpoints=self.file("kept", signed[0] + signed[1]))["fault"], "one of the same name")
        self.assertEqual(self.faults("--witness", other.vkey, *demand, checkpoints=self.file("kept", signed[1] + other.cosign(translog.parse_note(second)[0], 1)))[0], [])
        done = self.run_verify("--witness", self.key.vkey)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--witness: this is the key of a log, and none of a witness", done.stderr)
        self.assertIn("go with --checkpoints", ctl.run("audit", "verify", "--witness", witness.vkey, user="t_super").stderr)

    def test_a_file_of_keys_with_carriage_returns(self):
        witness = translog.Key("w.example", translog.WITNESS)
        _, summary = self.faults(keys=[self.file("keys.crlf", f"# ours\r\n{self.key.vkey}\r\n\r\n{witness.vkey}\r\n")])
        self.assertEqual(summary["witnessed"], {"w.example": 0})

    def test_time_stamps(self):
        with open(f"{self.folder}/checkpoint", encoding="utf-8") as file:
            note = file.read()
        size = len(self.leaves())
        os.mkdir(f"{self.folder}/stamps")
        authority, other = tsa.Tsa(), tsa.Tsa("Others")
        self.file("log/stamps/" + str(size), note)
        query = subprocess.run(["openssl", "ts", "-query", "-data", f"{self.folder}/stamps/{size}", "-sha256", "-cert"], check=True, capture_output=True).stdout
        with open(f"{self.folder}/stamps/{size}.tsr", "wb") as file:
            file.write(authority.stamp(query))
        found, summary = self.faults("--timestamp-ca", authority.ca)
        self.assertEqual((found, summary["stamps"]), ([], 1))
        self.assertIn(f"1 time stamps are right; the first, of {size} leaves", self.run_verify("--timestamp-ca", authority.ca).stdout)
        self.assertIn("the time stamp is not right", self.only("--timestamp-ca", other.ca)["fault"])
        with open(f"{self.folder}/stamps/{size}.tsr", "wb") as file:
            file.write(b"none")
        self.assertIn("no time stamp", self.only("--timestamp-ca", authority.ca)["fault"])
        twin = self.key.sign(translog.checkpoint_text(self.key.name, size, os.urandom(32)))
        self.file("log/stamps/" + str(size), twin)
        self.assertIn("another checkpoint of the same size", self.only("--timestamp-ca", authority.ca)["fault"])
        done = self.run_verify("--timestamp-ca", authority.ca, checkpoints=f"{self.folder}/checkpoints")
        self.assertEqual(done.returncode, 1)
        self.assertIn("in a folder alone", done.stderr)

    # Where they are kept

    def test_tiles_of_which_nobody_knows_are_no_fault_of_the_history(self):
        address = self.serve(Failing)
        Failing.left = 0
        done = self.run_verify("--json", "--tiles", address, checkpoints=f"{self.folder}/checkpoints")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("the server answers with status 500", done.stderr)
        done = self.run_verify("--json", "--tiles", "http://127.0.0.1:1", checkpoints=f"{self.folder}/checkpoints")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("cannot read 'http://127.0.0.1:1/tile/0/000", done.stderr)
        shutil.rmtree(f"{self.folder}/tile")
        self.assertIn("the published tiles cannot be used", self.only(checkpoints=self.serve(Quiet))["fault"], "that are not there, are")

    def test_an_address_that_ends_with_a_slash(self):
        Asked.paths = []
        os.symlink(".", f"{self.folder}/below")
        self.assertEqual(self.faults(checkpoints=self.serve(Asked) + "/below//")[0], [])
        self.assertEqual(self.faults("--tiles", self.folder + "/", checkpoints=f"{self.folder}/checkpoints")[0], [])
        self.assertGreater(len(Asked.paths), 1)
        self.assertEqual([path for path in Asked.paths if "//" in path], [])

    def test_tiles_are_asked_of_the_database_many_at_a_time(self):
        database, = sql("select current_database()")[0]
        for _ in range(40):
            sql("select sync.log_seal()")
        self.publish()
        sql(f"alter database {database} set track_functions = 'all'")
        try:
            self.assertEqual(self.faults()[0], [])
        finally:
            sql(f"alter database {database} reset track_functions")
        tiles, = sql("select count(*) from varta.log_tile")[0]
        calls = wait_for("calls", lambda: sql("select sum(calls) from pg_stat_user_functions where funcname = 'log_tiles'")[0][0])
        self.assertGreater(tiles, 8)
        self.assertLess(calls, tiles)

    def test_over_http(self):
        handler = functools.partial(Quiet, directory=self.folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}"
            self.assertEqual(self.faults(checkpoints=url)[0], [])
            leaf, event = self.event_of(self.requests[0], "note")
            past_triggers("update varta.event set who = 'somebody' where id = %s and request_id = %s", event, self.requests[0])
            self.reseal(leaf)
            self.assertIn(str(event), [f.get("event") for f in self.faults(checkpoints=url)[0]])
            self.assertIn(str(event), [f.get("event") for f in self.faults("--tiles", url, checkpoints=f"{self.folder}/checkpoints")[0]])
            os.unlink(f"{self.folder}/checkpoints")
            self.assertEqual(self.faults(checkpoints=url)[1]["checkpoints"], 1, "the newest alone")
            done = self.run_verify(checkpoints=f"{url}/nowhere")
            self.assertEqual(done.returncode, 1)
            self.assertIn("the server answers with status 404", done.stderr)
            server.shutdown()

    def serve(self, handler):
        """Serves the folder; the address."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=self.folder))
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    def test_a_server_that_fails_half_way_makes_no_event_a_fault(self):
        """The published leaves are read twice, and the second time in vain: nothing is known of the events then."""
        leaf, event = self.event_of(self.requests[0], "note")
        past_triggers("update varta.event set who = 'somebody' where id = %s and request_id = %s", event, self.requests[0])
        self.reseal(leaf)
        Failing.left = 1
        done = self.run_verify("--json", checkpoints=self.serve(Failing))
        self.assertEqual(Failing.left, -1, "the tile was asked for twice")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the server answers with status 500", done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line for line in lines if "event" in line or "ok" in line], [])
        self.assertEqual(["was sealed anew" in line["fault"] for line in lines], [True])

    def test_a_tile_that_has_grown_full_behind_a_long_page_that_says_so(self):
        """Narrow tiles go when there is the full one; what a server says of a narrow one is longer than a tile."""
        size = len(self.leaves())
        self.assertLess(size, 256)
        narrow = f"{self.folder}/{translog.tile_path(0, 0, size)}"
        with open(narrow, "rb") as file:
            hashes = file.read()
        os.unlink(narrow)
        with open(f"{self.folder}/tile/0/000", "wb") as file:
            file.write(hashes.ljust(8192, b"x"))
        Talkative.said = 0
        self.assertEqual(self.faults(checkpoints=self.serve(Talkative))[0], [])
        self.assertGreater(Talkative.said, 0)

    def test_faults_in_ukrainian(self):
        act("t_moderator", "accept", self.requests[2], reports.version(self.requests[2]))
        act("t_moderator", "prolong", self.requests[2], reports.version(self.requests[2]), 3, "Довго")
        past_triggers("update varta.request set title = 'Інше' where id = %s", self.requests[0])
        past_triggers("update varta.request set received_at = received_at - interval '1 second' where id = %s", self.requests[1])
        past_triggers("update varta.request set due_at = due_at + interval '1 day' where id = %s", self.requests[2])
        past_triggers("update varta.event set why = 'інше' where request_id = %s and verb = 'note'", self.requests[0])
        done = ctl.run("audit", "verify", "--checkpoints", self.folder, "--public-key", self.key.vkey, user="t_super", env={"LANGUAGE": "uk"})
        faults = [line for line in done.stdout.splitlines() if line.startswith("ПОРУШЕННЯ")]
        self.assertGreaterEqual(len(faults), 4, done.stdout)
        for line in faults:
            self.assertNotRegex(line.rpartition(": ")[2].replace("due_at", ""), "[a-z]{2}", line)
        for words in ("її вміст змінено", "рядок не такий, яким його описують подія", "поле «due_at» не таке, яким його описує подія"):
            self.assertIn(words, done.stdout)
        chain = ctl.run("audit", "verify", "kyiv", user="t_super", env={"LANGUAGE": "uk"})
        self.assertIn("її вміст змінено", chain.stdout)

    def test_published_tiles_that_were_spoilt(self):
        path = f"{self.folder}/{translog.tile_path(0, 0, len(self.leaves()))}"
        with open(path, "r+b") as file:
            file.write(b"x")
        found, _ = self.faults()
        self.assertEqual(["published tiles do not give" in f["fault"] for f in found], [True])
        os.unlink(path)
        found, _ = self.faults()
        self.assertEqual(["published tiles cannot be used" in f["fault"] for f in found], [True])

    def test_usage(self):
        for args, words in ((("--checkpoints", self.folder), "--public-key is missing"), (("--tiles", self.folder), "go with --checkpoints"), (("--json",), "go with --checkpoints"), (("--timestamp-ca", "x"), "go with --checkpoints")):
            done = ctl.run("audit", "verify", *args, user="t_super")
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        self.assertIn("cannot read", self.run_verify(checkpoints=f"{TMP}/absent").stderr)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Failing(Quiet):
    """Gives a tile so often as is left, and fails then."""
    left = 0

    def do_GET(self):
        if self.path.startswith("/tile/"):
            Failing.left -= 1
            if Failing.left < 0:
                self.send_error(500)
                return
        super().do_GET()


class Asked(Quiet):
    """Keeps what it is asked for."""
    paths = []

    def do_GET(self):
        Asked.paths.append(self.path)
        super().do_GET()


class Talkative(Quiet):
    """Has a long page for what is not there."""
    said = 0

    def send_error(self, code, *_):
        Talkative.said += code == 404
        page = b"<p>There is nothing here.</p>" * 1000
        self.send_response(code)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


if __name__ == "__main__":
    unittest.main()
