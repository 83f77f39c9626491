"""The whole way of the anchored history, with real parts only: residents report, operators act, the daemon seals,
signs and publishes behind nginx, a witness signs, stamps come; a resident checks the receipt by the command and by
the page that the site serves, an auditor the history. Then somebody takes over the database and its
machine: what is found by whom."""
import json
import os
import shutil
import unittest

import ctl
import reports
import translog
import tsa
import web
from reports import act, sql
from syncd import Syncd, wait_for
from witness import Witness

TMP = os.environ["TMPDIR"]


class Walk(unittest.TestCase):
    def setUp(self):
        self.root = f"{TMP}/site"
        os.mkdir(self.root)
        self.addCleanup(shutil.rmtree, self.root)
        self.folder = f"{self.root}/log"
        self.key_file = f"{TMP}/log.key"
        self.key = translog.PublicKey(ctl.must("audit", "key", self.key_file, "varta.example.org/log").strip())
        self.addCleanup(os.unlink, self.key_file)
        sql("set session_replication_role = replica; truncate varta.log_checkpoint")
        self.vkey = ctl.must("audit", "key", self.key_file).strip()

    def daemon(self, witness, *log):
        return Syncd(settings=(f"publish: {self.root}",), top=("log:", f"  key: {self.key_file}", "  interval: 300ms", f"  witness: [{witness.setting}]", *(f"  {line}" for line in log)))

    def witness(self):
        witness = Witness("w.example.net")
        witness.logs[self.key.name] = self.key
        return witness

    def size(self):
        with open(f"{self.folder}/checkpoint", encoding="utf-8") as file:
            return translog.parse_checkpoint(translog.parse_note(file.read())[0])[1]

    def seen(self, witness, beyond):
        """Waits until the witness has seen more leaves than that; how many."""
        return wait_for("cosignature", lambda: (size := witness.seen.get(self.key.name, (0,))[0]) > beyond and size)

    def verify(self, *args, user="t_super"):
        return ctl.run("audit", "verify", "--checkpoints", *args, "--public-key", self.vkey, "--json", user=user)

    def faults(self, *args, **kwargs):
        done = self.verify(*args, **kwargs)
        self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()][:-1]

    def test_from_a_report_to_its_proof(self):
        with self.witness() as witness, tsa.Tsa() as authority, self.daemon(witness, f"timestamp: {authority.url}", f"timestamp_ca: {authority.ca}") as syncd, \
                web.Nginx(self.root, syncd.port) as server:
            answer = syncd.post("requests.json", {"service_code": "road", "lat": "50.46", "long": "30.50", "description": "Яма"}).json[0]
            number = int(answer["service_request_id"])
            act("t_moderator", "note", number, reports.version(number), "Перевірено")
            path = f"/receipt/{answer['receipt']}.json"
            receipt = wait_for("cosigned receipt", lambda: (r := json.loads(server.get(path).body)).get("checkpoint", "").count("\n— ") == 2 and r)
            self.check_receipt(receipt, number, witness, server)
            before = self.seen(witness, 0)
            self.seen(witness, self.seen(witness, before))  # what was done is under a checkpoint of the next batch but one
            wait_for("stamp", lambda: any(name.endswith(".tsr") for name in os.listdir(f"{self.folder}/stamps")))
            done = self.verify(f"{server.url}/log")
            self.assertEqual((done.returncode, done.stdout), (1, ""), "nobody here knows who issued the certificate of this server")
            self.assertIn("SSL peer certificate", done.stderr)
            self.assertEqual(self.faults(self.folder), [])
            self.assertEqual(self.faults(f"{self.folder}/checkpoints", user="t_auditor"), [])
        with open(f"{self.folder}/checkpoints", encoding="utf-8") as file:
            notes = translog.parse_notes(file.read())
        self.assertTrue(all(translog.is_signed(note, self.key) for note in notes))
        self.assertTrue(any(translog.is_signed(note, translog.PublicKey(witness.key.vkey)) for note in notes))

    def check_receipt(self, receipt, number, witness, server):
        """By the command, and by the page as the site serves it; with the witness."""
        path = f"{TMP}/receipt.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(receipt, file)
        said = json.loads(ctl.must("audit", "receipt", path, "--json", "--public-key", self.vkey, "--public-key", witness.key.vkey))
        self.assertEqual((said["ok"], said["number"]), (True, number))
        driver = web.browser()
        try:
            driver.get(f"{server.url}/log/receipt.html")
            verdict = driver.execute_async_script("const done = arguments[2]; check(arguments[0], arguments[1]).then(found => done(found.number), error => done(error.message))",
                                                  self.vkey, json.dumps(receipt))
            self.assertEqual(verdict, number)
        finally:
            driver.quit()

    def test_who_takes_over_the_database(self):
        """Also with all that is sealed made anew there: the daemon signs nothing, and the auditor finds it."""
        request, = reports.add("Яма")
        with self.witness() as witness:
            with self.daemon(witness):
                self.seen(witness, self.seen(witness, 0))
            size = self.size()
            self.forge(request)
            with self.daemon(witness) as syncd:
                wait_for("refusal", lambda: "is not signed" in syncd.log())
            self.assertEqual(self.size(), size)
        self.assertTrue(any(f.get("request") == str(request) for f in self.faults(self.folder)))

    def test_who_takes_over_the_daemon_too(self):
        """Its key and folder with it: everything is made anew and signed anew. The witness does not sign, and whoever kept a
        checkpoint finds it."""
        request, = reports.add("Світлофор")
        with self.witness() as witness:
            with self.daemon(witness):
                self.seen(witness, self.seen(witness, 0))
            seen = witness.seen[self.key.name]
            kept = f"{TMP}/kept"
            shutil.copy(f"{self.folder}/checkpoints", kept)
            self.forge(request)
            sql("set session_replication_role = replica; truncate varta.log_checkpoint")
            shutil.rmtree(self.folder)
            with self.daemon(witness) as syncd:
                wait_for("alarm", lambda: "witness w.example.net: ALARM: " in syncd.log())
            self.assertEqual(witness.seen[self.key.name], seen)
        self.assertEqual([f for f in self.faults(self.folder) if "leaf" in f], [], "what was signed anew fits")
        self.assertTrue(any("sealed anew" in f["fault"] for f in self.faults(kept)))

    def forge(self, request):
        """Changes when a report came, and all that was sealed of it in the database."""
        sql("set session_replication_role = replica; update varta.event set at = at - interval '1 hour' where request_id = %s and verb = 'received'", request)
        sql("set session_replication_role = replica; update varta.log_tile t set hashes = overlay(t.hashes placing varta.leaf_hash(varta.event_entry(e)) from (l.leaf %% 256 * 32 + 1)::integer) "
            "from varta.event e join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id where e.request_id = %s and e.verb = 'received' and t.index = l.leaf / 256", request)


if __name__ == "__main__":
    unittest.main()
