"""An order's archive for a court: made from what the database has, checked on a machine without it, by the log's public key alone. One
byte that is otherwise, a text, a paper or an event that was changed, also by the database's superuser, and it is refused."""
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import tarfile
import tempfile
import unittest

import ctl
import photos
from database import ROOT, psql
from reports import act, sql
from syncd import Syncd, wait_for

NOWHERE = {"PGHOST": "/nowhere", "PGDATABASE": "none"}
SEALED = "select count(*) from varta.order_events((select o from varta.orders o where id = %s)) e left join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id " \
         "where coalesce(l.leaf >= (select max(size) from varta.log_checkpoint), true)"


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        psql(os.environ["PGDATABASE"], "-f", f"{ROOT}/tests/lib/institutions.sql", stdout=subprocess.DEVNULL)
        cls.scratch = tempfile.mkdtemp(prefix="bundle.")
        cls.key = f"{cls.scratch}/log.key"
        cls.public = ctl.run("audit", "key", cls.key, "varta.example/log").stdout.strip()
        sql("set session_replication_role = replica; truncate varta.log_checkpoint")
        cls.syncd = Syncd(top=("log:", f"  key: {cls.key}", f"  folder: {cls.scratch}/log", "  interval: 300ms")).ready()
        cls.order = cls.issued("знак 2.1 закрито гілками")
        act("t_traffic", "order_act", "order_deliver", cls.order, 2, "", "вх. 114")
        act("t_traffic", "order_act", "order_accept", cls.order, 3)
        cls.wait_sealed(cls.order)

    @classmethod
    def tearDownClass(cls):
        cls.syncd.stop()
        shutil.rmtree(cls.scratch, ignore_errors=True)

    @classmethod
    def issued(cls, what):
        defect = sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', 50.46, 30.45)", what, user="t_traffic")[0][0]
        act("t_traffic", "defect_verify", defect, 1, "confirmed")
        return sql("select i.id from api.order_draft(array[%s::bigint]) d cross join lateral api.order_issue(d.id, 1) i", defect, user="t_traffic")[0][0]

    @classmethod
    def wait_sealed(cls, order):
        wait_for("PDF", lambda: sql("select 1 from varta.document where of_id = %s and pdf is not null", order))
        wait_for("seal", lambda: sql(SEALED, order)[0][0] == 0)

    def bundle(self, order, status=0, user="t_traffic"):
        path = f"{self.scratch}/{order}.tar"
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "order", "bundle", str(order), path, "-l", "en"],
                              env=dict(os.environ, PGUSER=user), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        self.said = done.stderr
        if status:
            return b""
        with open(path, "rb") as file:
            return file.read()

    def verify(self, data, *args, keys=None):
        path = f"{self.scratch}/checked.tar"
        with open(path, "wb") as file:
            file.write(data)
        return ctl.run("audit", "verify-bundle", path, "--public-key", keys or self.public, *args, env=NOWHERE)

    def refused(self, data, why="", **kwargs):
        done = self.verify(data, **kwargs)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(why, done.stderr)

    @staticmethod
    def packed(data, files):
        """The archive with other files, as somebody who knows how it is made would write it."""
        names = [name for name in files if name != "SHA256SUMS"]
        files["SHA256SUMS"] = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names).encode()
        out = b""
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for name in (*names, "SHA256SUMS"):
                head = bytearray(data[archive.getmember(name).offset:][:512])
                head[124:135] = b"%011o" % len(files[name])
                head[148:156] = b" " * 8
                head[148:155] = b"%06o\0" % sum(head)
                out += bytes(head) + files[name] + bytes(-len(files[name]) % 512)
        out += bytes(1024)
        return out + bytes(-len(out) % 10240)

    @staticmethod
    def files(data):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return {name: archive.extractfile(name).read() for name in archive.getnames()}

    def test_whole(self):
        data = self.bundle(self.order, user="t_moderator")
        done = self.verify(data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"order issued · t_traffic\n(.*\n)+whole: 5 events, 0 of them not proven yet; the others stand in the log of varta\.example/log, of \d+ entries\n$")
        self.assertEqual(json.loads(self.verify(data, "--json").stdout)["ok"], True)
        files = self.files(data)
        self.assertEqual(set(files), {"order.pdf", "order.txt", "README.txt", "bundle.json", "SHA256SUMS"})
        self.assertEqual(files["order.txt"].decode(), sql("select text from varta.orders where id = %s", self.order)[0][0])
        self.assertIn("vartactl audit verify-bundle", files["README.txt"].decode())
        self.assertIn("текст", files["README.txt"].decode(), "in Ukrainian, whatever the operator speaks")

    def test_one_byte(self):
        data = self.bundle(self.order)
        chance = random.Random(13)
        for place in chance.sample(range(len(data)), 200):
            changed = bytearray(data)
            changed[place] ^= 1 << chance.randrange(8)
            self.refused(bytes(changed))
        for cut in 0, 1, 511, 512, len(data) // 2, len(data) - 1:
            self.refused(data[:cut])
        self.refused(data + b"\0")

    def test_photos(self):
        """Those that can be read are in it, of the others there is the hash; a photo that was changed, or that nobody took, is refused."""
        folder = tempfile.mkdtemp(prefix="media.")
        order = self.issued("дорожній знак збито")
        defect = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        other = sql("select id from api.defect_add('kyiv', 'sign', 'інший', 'вул. Лісова, 9', 50.46, 30.45)", user="t_traffic")[0][0]
        with Syncd(settings=(f"media_dir: {folder}",)).ready() as keeper:
            for where, stage, data in ((defect, "before", photos.jpeg()), (defect, "after", photos.png(9, 9)), (defect, "before", photos.bomb()), (other, "before", photos.png(5, 5))):
                sql("select api.defect_photo(%s, %s, %s)", where, stage, data, user="t_traffic")
            wait_for("photos", lambda: not sql("select 1 from varta.attachment where data is not null and kind = 'photo'"))
            self.wait_sealed(order)
            data = self.bundle(order)
            self.assertEqual(json.loads(self.verify(data, "--json").stdout)["photos_absent"], 2, "without a folder and an address it has the hashes alone")
            self.assertIn("2 photos cannot be read here", self.said)
            self.assertIn("2 photos, of which 2 are not in the archive", self.verify(data).stdout)
            os.environ["VARTA_CONFIG"] = f"{self.scratch}/varta.yaml"
            self.addCleanup(os.environ.pop, "VARTA_CONFIG")
            for line in (f"media_dir: {folder}", f"public_url: http://127.0.0.1:{keeper.port}"):
                with open(os.environ["VARTA_CONFIG"], "w", encoding="utf-8") as file:
                    file.write(f"syncd:\n  {line}\n")
                data = self.bundle(order)
                self.assertEqual(self.said, "", line)
                files = self.files(data)
                names = [name for name in files if name.startswith("photos/")]
                self.assertEqual(len(names), 2, line)
                self.assertTrue(all(hashlib.sha256(files[name]).hexdigest() == name[7:71] for name in names))
        done = self.verify(data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("photo put there · t_traffic", done.stdout)
        self.assertEqual((json.loads(self.verify(data, "--json").stdout)["photos"], json.loads(self.verify(data, "--json").stdout)["photos_absent"]), (2, 0))
        self.refused(self.packed(data, {**files, names[0]: files[names[0]] + b" "}), "a photo is not the one that was kept")
        self.refused(self.packed(data, {**files, names[0]: files[names[1]]}), "a photo is not the one that was kept")
        events = json.loads(files["bundle.json"])
        events["events"] = [event for event in events["events"] if names[0][7:71] not in event["said"]]
        self.refused(self.packed(data, {**files, "bundle.json": json.dumps(events).encode()}), "there is a photo of which no event tells")
        self.assertEqual(self.verify(self.packed(data, dict(files))).returncode, 0, "as it was, it is whole")

    def test_files_and_mails(self):
        """What came to the order is in it byte by byte, and what the owner's mail server said when it took a mail."""
        order = self.issued("огорожу зламано")
        signed = bytes.fromhex("30820400") + bytes.fromhex("06092a864886f70d010702") + b"signed"
        for name, data in (("Відповідь.p7s", signed), ("акт.pdf", b"%PDF-1.5 act")):
            sql("select api.order_file(%s, %s, %s)", str(order), name, data, user="t_traffic")
        mail = sql("insert into varta.party_mail (city_id, kind, order_id, note, email) select city_id, 'order_issue', id, '', 'autodor@example.org' from varta.orders where id = %s returning id", order)[0][0]
        sql("select sync.party_mail_sent(%s, '250 2.0.0 queued as 4Yx')", mail, user="t_syncd")
        self.wait_sealed(order)
        data = self.bundle(order)
        done, files = self.verify(data), self.files(data)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for words in ("t_traffic · Відповідь.p7s", "t_syncd · 250 2.0.0 queued as 4Yx"):
            self.assertIn(words, done.stdout)
        self.assertEqual(json.loads(self.verify(data, "--json").stdout)["files"], 2)
        names = sorted(name for name in files if name.startswith("files/"))
        self.assertEqual([(name.split(".")[1], files[name]) for name in names], [("p7s", signed), ("pdf", b"%PDF-1.5 act")])
        self.refused(self.packed(data, {**files, names[0]: signed + b" "}), "a file is missing, or is not the one that came")
        self.refused(self.packed(data, {**files, names[0]: files[names[1]]}), "a file is missing, or is not the one that came")
        self.refused(self.packed(data, {name: what for name, what in files.items() if name != names[1]}), "a file is missing, or is not the one that came")
        for words in ("4Yx", "Відповідь"):
            changed = files["bundle.json"].replace(words.encode(), b"x" * len(words.encode()))
            self.assertNotEqual(changed, files["bundle.json"])
            self.refused(self.packed(data, {**files, "bundle.json": changed}), "the event says something else than the log has")
        events = json.loads(files["bundle.json"])
        events["events"] = [event for event in events["events"] if "Відповідь" not in event["said"]]
        self.refused(self.packed(data, {**files, "bundle.json": json.dumps(events).encode()}), "there is a file of which no event tells")
        self.assertEqual(self.verify(self.packed(data, dict(files))).returncode, 0, "as it was, it is whole")

    def test_made_anew(self):
        """Who packs it again, with hashes that fit, changes nothing that the log has."""
        data = self.bundle(self.order)
        whole = self.files(data)
        other = ctl.run("audit", "key", f"{self.scratch}/other.key", "varta.example/log").stdout.strip()
        self.refused(data, keys=other)
        for name, change, why in (("order.txt", lambda text: text.replace("Лісова".encode(), "Польова".encode()), "order.txt is not the text that was issued"),
                                  ("order.pdf", lambda pdf: pdf + b" ", "order.pdf is not the paper that was made"),
                                  ("bundle.json", lambda text: text.replace("вх. 114".encode(), "вх. 115".encode()), "the event says something else than the log has"),
                                  ("bundle.json", lambda text: text.replace(b'"sealed": true', b'"sealed": false'), "it is not proven yet that the order was issued")):
            with self.subTest(name=name, why=why):
                changed = change(whole[name])
                self.assertNotEqual(changed, whole[name])
                self.refused(self.packed(data, dict(whole, **{name: changed})), why)
        self.assertEqual(self.verify(self.packed(data, dict(whole))).returncode, 0, "as it was, it is whole")

    def test_a_superuser(self):
        order = self.issued("світлофор закрито плакатом")
        self.wait_sealed(order)
        self.assertEqual(self.verify(self.bundle(order)).returncode, 0)
        for change in ("update varta.orders set text = replace(text, 'Лісова', 'Польова') where id = %s",
                       "update varta.orders set text = replace(text, 'Лісова', 'Польова'), text_hash = sha256(convert_to(replace(text, 'Лісова', 'Польова'), 'UTF8')) where id = %s",
                       "update varta.event set after = jsonb_set(after, '{due}', '1') where verb = 'order_issue' and after ->> 'order' = %s::text"):
            with self.subTest(change=change):
                sql("begin; create table public.kept as select * from varta.orders where id = %s; create table public.kept_event as select * from varta.event where after ->> 'order' = %s::text;"
                    "set session_replication_role = replica; " + change + "; commit", order, order, order)
                self.refused(self.bundle(order))
                sql("begin; set session_replication_role = replica; update varta.orders o set text = k.text, text_hash = k.text_hash from public.kept k where o.id = k.id;"
                    "update varta.event e set after = k.after from public.kept_event k where e.city_id = k.city_id and e.id = k.id; drop table public.kept, public.kept_event; commit")
        self.assertEqual(self.verify(self.bundle(order)).returncode, 0)

    def test_what_is_not_there(self):
        defect = sql("select id from api.defect_add('kyiv', 'sign', 'знак', 'вул. Лісова, 5', 50.46, 30.45)", user="t_traffic")[0][0]
        act("t_traffic", "defect_verify", defect, 1, "confirmed")
        draft = sql("select id from api.order_draft(array[%s::bigint])", defect, user="t_traffic")[0][0]
        self.bundle(draft, status=1)
        self.assertIn("it is not issued", self.said)
        self.bundle("999/2026", status=3)
        self.refused(b"no archive", "this is no such archive")


if __name__ == "__main__":
    unittest.main()
