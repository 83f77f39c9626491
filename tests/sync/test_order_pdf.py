"""An order that is issued becomes a PDF within seconds, made once from the text that was frozen: A4, its fonts in it, its words in
the order in which they are read, also on a second page; a QR code leads to the page that says whether it is in force, without any
resident's data. Its hash is in the history, and nobody changes it. The same question gives the same bytes, whichever process makes
it. Photos that officers took of what is to be mended stand behind the text. A daemon that is killed between making and storing leaves no second one, and one whose helper has gone says so."""
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import tempfile
import unittest

import psycopg2

import orders
import photos
from orders import issued
from papers import QUESTION, Papers, asked
from reports import act, sql
from syncd import Syncd, wait_for

MADE = "select pdf, hash, address, event_id from varta.document where kind = 'order' and of_id = %s and pdf is not null"


def made(order):
    return wait_for("PDF", lambda: sql(MADE, order))[0]


def poppler(tool, pdf, *args):
    path = f"{os.environ['TMPDIR']}/order.pdf"
    with open(path, "wb") as file:
        file.write(bytes(pdf))
    return subprocess.run([tool, *args, path, *(["-"] if tool == "pdftotext" else [])], capture_output=True, text=True, check=True).stdout


def helpers_of(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


class Pdf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()

    def check_paper(self, order, pdf):
        info = poppler("pdfinfo", pdf)
        self.assertRegex(info, r"Title: +Припис № \d+/\d{4}")
        self.assertIn("(A4)", info)
        fonts = [line.split() for line in poppler("pdffonts", pdf).splitlines()[2:]]
        self.assertGreaterEqual(len(fonts), 2)
        self.assertEqual({line[-5] for line in fonts}, {"yes"}, "every font is embedded")
        text = re.sub(r"\s+", " ", poppler("pdftotext", pdf))
        canonical = re.sub(r"\s+", " ", sql("select text from varta.orders where id = %s", order)[0][0]).strip()
        body = re.sub(r" Припис № \d+/\d{4} \d+ ?/ ?\d+ ", " ", text)
        self.assertEqual(body[:len(canonical)], canonical, "the words in the order in which they are read")
        return int(re.search(r"Pages: +(\d+)", info)[1])

    def test_an_order(self):
        with Syncd() as syncd:
            order = issued("знак 2.1 закрито гілками")
            pdf, digest, address, event = made(order)
            self.assertEqual(self.check_paper(order, pdf), 1)
            self.assertEqual(bytes(digest), hashlib.sha256(bytes(pdf)).digest())
            self.assertEqual(sql("select after ->> 'sha256' from varta.event where id = %s and verb = 'document'", event)[0][0], bytes(digest).hex())
            self.check_page(syncd, order, pdf, address)

    def test_an_act(self):
        """A commission's act, signed, is a paper of the same kind, with a line for each member."""
        with Syncd() as syncd:
            campaign = sql("""select id from api.campaign_add('kyiv', '{"title": "осіннє обстеження", "members": "Іван Гай, начальник; Ольга Дуб", "streets": "вул. Лісова"}')""", user="t_traffic")[0][0]
            for n in range(40):
                sql("select api.finding_add(%s, 'sign', %s, 'вул. Лісова, 5', 50.46, 30.45)", campaign, f"знак {n} закрито гілками", user="t_traffic")
            with self.assertRaises(psycopg2.Error):
                sql("select api.campaign_pdf(%s)", campaign, user="t_traffic")
            sql("select api.campaign_sign(%s)", campaign, user="t_traffic")
            pdf, address = wait_for("PDF", lambda: sql("select pdf, address from varta.document where kind = 'act' and of_id = %s and pdf is not null", campaign))[0]
            text = poppler("pdftotext", pdf)
            self.assertRegex(text, rf"^АКТ ОБСТЕЖЕННЯ № {campaign}\n")
            self.assertIn("40. Дорожній знак: знак 39 закрито гілками.", text)
            self.assertRegex(text, r"Голова комісії[\s_]*Іван Гай")
            self.assertGreaterEqual(int(re.search(r"Pages: +(\d+)", poppler("pdfinfo", pdf))[1]), 2)
            path = f"{os.environ['TMPDIR']}/act.pdf"
            subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "campaign", "pdf", str(campaign), path], env=dict(os.environ, PGUSER="t_moderator"), check=True)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), bytes(pdf))
            page = syncd.request("GET", "/" + address.split("/", 3)[3])
            self.assertIn(f"Акт обстеження № {campaign}", page.text)
            self.assertIn(hashlib.sha256(bytes(pdf)).hexdigest(), page.text)
            self.assertNotIn("Виконати до", page.text)

    def check_page(self, syncd, order, pdf, address):
        """The QR code leads to the page; the page says what is, and what became of it."""
        poppler("pdfinfo", pdf)
        picture = f"{os.environ['TMPDIR']}/qr"
        subprocess.run(["pdftoppm", "-png", "-r", "120", f"{os.environ['TMPDIR']}/order.pdf", picture], check=True)
        seen = subprocess.run(["zbarimg", "-q", "--raw", *glob.glob(f"{picture}-*.png")], capture_output=True, text=True, check=True).stdout.strip()
        self.assertEqual(seen, address)
        path = "/" + address.split("/", 3)[3]
        self.assertRegex(path, r"^/document/[0-9a-f]{32}$")
        page = syncd.request("GET", path)
        self.assertEqual((page.status, page.headers["cache-control"], page.headers["referrer-policy"]), (200, "no-store", "no-referrer"))
        self.assertIn("видано", page.text)
        self.assertIn(hashlib.sha256(bytes(pdf)).hexdigest(), page.text)
        self.assertNotIn("<script", page.text)
        self.assertEqual(syncd.request("GET", path[:-1] + ("0" if path[-1] != "0" else "1")).status, 404)
        act("t_traffic", "order_act", "order_cancel", order, 2, "Помилка в адресі")
        self.assertIn("скасовано", syncd.request("GET", path).text)
        self.assertNotIn(path[10:], syncd.log(), "who has the address has the paper: it is not in the log")

    def test_the_public_page(self):
        """Where the city shows orders, and says where its tree is, the paper's page leads to the order's."""
        with Syncd() as syncd:
            order = issued("бордюр розбито")
            path = "/" + made(order)[2].split("/", 3)[3]
            sql("select api.source_add('kyiv', 'shown', 'publish', 'shown', null), api.source_set('shown', '{\"url\": \"https://city.example/orders/\"}')")
            self.assertNotIn("city.example", syncd.request("GET", path).text)
            sql("select api.city_set('kyiv', '{\"orders_public\": true}')", user="t_admin")
            self.assertIn(f'href="https://city.example/orders/order/{order // 1000}/{order}.html"', syncd.request("GET", path).text)
            sql("select api.city_set('kyiv', '{\"orders_public\": false}')", user="t_admin")

    def test_two_pages(self):
        with Syncd():
            order = issued(*(f"знак № {n} «Дати дорогу» закрито гілками каштана, об’їзду ґанку не видно" for n in range(1, 30)))
            pdf = made(order)[0]
        self.assertGreaterEqual(self.check_paper(order, pdf), 2)

    def photo(self, defect, stage, data):
        number = sql("select photo from api.defect_photo(%s, %s, %s)", defect, stage, data, user="t_traffic")[0][0]
        return wait_for("a kept photo", lambda: sql("select hash from varta.attachment where id = %s and hash is not null", number))[0][0]

    def pictures(self, pdf):
        return [line.split()[2:5] + line.split()[8:9] for line in poppler("pdfimages", pdf, "-list").splitlines()[2:]]

    def test_photos(self):
        """An order shows the officer's photos of what is to be mended, upright, each with its hash: those that were there when it was issued."""
        kept = (f"media_dir: {tempfile.mkdtemp(prefix='media.')}", "media_max: 100000")
        with Syncd(settings=kept).ready():
            defect = sql("select id from api.defect_add('kyiv', 'sign', 'знак збито', 'вул. Лісова, 5', 50.46, 30.45)", user="t_traffic")[0][0]
            act("t_traffic", "defect_verify", defect, 1, "confirmed")
            turned, plain = self.photo(defect, "before", photos.jpeg(6)), self.photo(defect, "before", photos.png(9, 7))
            self.photo(defect, "after", photos.png(5, 5))
        with Syncd() as syncd:
            order = sql("select i.id from api.order_draft(array[%s]::bigint[]) d cross join lateral api.order_issue(d.id, 1) i", defect, user="t_traffic")[0][0]
            made(issued("ліхтар не світить"))
            self.assertEqual(sql("select attempts, pdf from varta.document where of_id = %s", order), [(0, None)], "a daemon without photos leaves it to one that has them")
            self.assertNotIn("cannot read the photo", syncd.log())
        with Syncd(settings=kept).ready():
            self.photo(defect, "before", photos.png(3, 3))
            pdf = made(order)[0]
        self.assertEqual(self.check_paper(order, pdf), 2)
        text = poppler("pdftotext", pdf)
        self.assertIn("Додаток: фото, 2 шт.", text)
        self.assertRegex(text, rf"Фото 1 до пункту 1, додано [0-9.]+\nSHA-256:\s{turned}\n[^Ф]*Фото 2 до пункту 1, додано [0-9.]+\nSHA-256:\s{plain}\n")
        self.assertEqual(self.pictures(pdf), [["image", "8", "16", "jpeg"], ["image", "9", "7", "jpeg"]])
        self.assertNotIn(photos.PLACE, bytes(pdf))
        self.assertEqual(sql("select after -> 'photos' from varta.event where verb = 'order_issue' and after ->> 'order' = %s", str(order)), [([turned, plain],)])

    def test_photo_missing(self):
        """A file that is not there is told, and the paper is made when it is there again."""
        folder = tempfile.mkdtemp(prefix="media.")
        with Syncd(settings=(f"media_dir: {folder}", "media_max: 100000")) as syncd:
            defect = sql("select id from api.defect_add('kyiv', 'sign', 'знак закрито', 'вул. Лісова, 7', 50.46, 30.45)", user="t_traffic")[0][0]
            act("t_traffic", "defect_verify", defect, 1, "confirmed")
            name = self.photo(defect, "before", photos.png(6, 7))
            path = f"{folder}/{name[:2]}/{name}"
            os.rename(path, path + ".away")
            order = sql("select i.id from api.order_draft(array[%s]::bigint[]) d cross join lateral api.order_issue(d.id, 1) i", defect, user="t_traffic")[0][0]
            wait_for("word in the log", lambda: f"cannot read the photo {name}" in syncd.log())
            wait_for("note", lambda: sql("select 1 from varta.document where of_id = %s and leased_by is null and next_at > now()", order))
            os.rename(path + ".away", path)
            sql("update varta.document set next_at = now() where of_id = %s", order)
            sql("select varta.tell_daemons('document', array_agg(id)) from varta.city")
            made(order)

    def test_many_photos(self):
        """As large as cameras make them: small in the PDF, and the same bytes each time; what cannot be read has words in its place."""
        large = photos.png(3000, 2000)
        with Papers() as papers:
            first = papers.ask(QUESTION, large, photos.webp(), photos.bomb(), photos.PLAIN_JPEG[:60])
            self.assertEqual(papers.ask(QUESTION, large, photos.webp(), photos.bomb(), photos.PLAIN_JPEG[:60]), first)
            self.assertLess(len(papers.ask(QUESTION, *[large] * 8)), 2000000)
            for lie in ([{"bytes": 9}], [{"bytes": -1}], [{"bytes": 1}], [{}], [{"bytes": 2}] * 9):
                self.assertIsNone(papers.ask(json.dumps(dict(QUESTION, photos=lie)).encode() + b"\0xy"))
                self.assertIn("no question", papers.reason)
        self.assertEqual(self.pictures(first), [["image", "1200", "800", "jpeg"], ["image", "4", "4", "jpeg"]])
        self.assertIn("Фото 3 не показати", poppler("pdftotext", first))
        self.assertIn("Фото 4 не показати", poppler("pdftotext", first))

    def test_same_bytes(self):
        first, again = asked(QUESTION, QUESTION)
        self.assertTrue(first.startswith(b"%PDF-"))
        self.assertEqual(first, again)
        self.assertEqual(asked(QUESTION), [first], "another process makes the same")
        self.assertNotEqual(asked(dict(QUESTION, made=1796000001)), [first])

    def test_as_nobody(self):
        """As an ordinary user, which the daemon is and root is not: it could begin no thread, and made nothing."""
        folder = tempfile.mkdtemp(prefix="varta-document.", dir="/tmp")
        self.addCleanup(shutil.rmtree, folder)
        os.chmod(folder, 0o755)
        os.mkdir(f"{folder}/document", 0o755)
        shutil.copy(f"{os.environ['VARTA_BUILD']}/document/varta-document", f"{folder}/document")
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        with Papers(folder, **nobody) as papers:
            self.assertTrue((papers.ask(QUESTION) or papers.reason.encode()).startswith(b"%PDF-"), papers.reason)

    def test_at_once(self):
        """Asked while it still begins: a copy of a process whose thread held a lock waited for ever."""
        for _ in range(10):
            self.assertTrue(asked(QUESTION)[0].startswith(b"%PDF-"))

    def test_hostile_questions(self):
        """What is no question gets no PDF, what is too much is ended, and the next one is answered all the same."""
        hostile = dict(QUESTION, text="\u202e<b>&amp;\x1b[31m" + "ї" * 5000 + "\n\n" * 50 + "\U0001F600" * 100)
        huge = dict(QUESTION, text="Слово за словом. " * 30000)
        with Papers() as papers:
            for none in b"{", b"[]", {"text": 1}:
                self.assertIsNone(papers.ask(none))
                self.assertIn("no question", papers.reason)
            self.assertTrue(papers.ask(hostile).startswith(b"%PDF-"))
            if papers.ask(huge) is None:
                self.assertRegex(papers.reason, "processor time|longer than|no room")
            self.assertTrue(papers.ask(QUESTION).startswith(b"%PDF-"))

    def test_nobody_changes_it(self):
        with Syncd():
            order = issued("дорогу розмито")
            made(order)
        for statement in "update varta.document set address = '' where of_id = %s", "delete from varta.document where of_id = %s":
            with self.assertRaisesRegex(Exception, "never"):
                sql(statement, order)

    def test_killed_before_it_is_stored(self):
        """The row is held, so that the PDF is made and waits to be stored; then the daemon dies, and another takes over."""
        holder = psycopg2.connect("")
        self.addCleanup(holder.close)
        with Syncd() as syncd:
            helper, = helpers_of(syncd.process)
            os.kill(helper, signal.SIGSTOP)
            order = issued("світлофор вимкнено")
            wait_for("lease", lambda: sql("select 1 from varta.document where of_id = %s and leased_by is not null", order))
            holder.cursor().execute("select from varta.document where of_id = %s for update", (order,))
            os.kill(helper, signal.SIGCONT)
            wait_for("store", lambda: sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%%document_store%%' and pid <> pg_backend_pid()"))
            syncd.kill()
            holder.rollback()
            syncd.start()
            made(order)
        self.assertEqual(sql("select count(*) from varta.event where verb = 'document' and after ->> 'order' = %s", str(order)), [(1,)])

    def test_helper_gone(self):
        with Syncd() as syncd:
            helper, = helpers_of(syncd.process)
            os.kill(helper, signal.SIGKILL)
            order = issued("ліхтар не світить")
            wait_for("word in the log", lambda: "varta-document has ended" in syncd.log())
            self.assertEqual(syncd.request("GET", "/health").status, 200)
            wait_for("note", lambda: sql("select 1 from varta.document where of_id = %s and leased_by is null and next_at > now()", order))
        sql("update varta.document set next_at = now() where of_id = %s", order)
        with Syncd():
            made(order)


if __name__ == "__main__":
    unittest.main(verbosity=2)
