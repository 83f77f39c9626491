"""Attachments of a unit that answers by its link: photos go the way of all photos and are the answer's, a PDF or a signed file stays as it came, for operators
alone. What is no such file is refused with the limits, and nothing is recorded. A photo that is cleaned only after the answer was published stays out of it.
Erased with the texts, nothing of it is left."""
import os
import subprocess
import tempfile
import unittest

import photos
import reports
from orders import dumped
from reports import act, sql
from syncd import Syncd, wait_for
from test_referral_link import link, referral, referred

FOLDER = tempfile.mkdtemp(prefix="media.")
SIGNED = bytes.fromhex("3082030006092a864886f70d010702a08202f1") + b"\0\xff" * 300
PDF = "%PDF-1.7 Лист для Коваленко Олени".encode()


class AnswerFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
        sql("select api.unit_set('kyiv', 'legal_aid', '{\"email\": \"aid@example.org\"}')", user="t_admin")
        cls.start()
        cls.addClassCleanup(lambda: cls.syncd.stop())

    @classmethod
    def start(cls):
        cls.syncd = Syncd(settings=(f"media_dir: {FOLDER}", "media_max: 1000000")).ready()

    def answer(self, path, request, files, verb="referral_answer", note="Зверніться до центру."):
        """files: names and bytes. The page that comes back."""
        fields = {"verb": verb, "version": str(reports.version(request)), "note": note}
        parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
        parts += [(f'name="files"; filename="{name}"', data) for name, data in files]
        body = b"".join(f"--border\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n" for head, data in parts) + b"--border--\r\n"
        return self.syncd.request("POST", path, body, {"Content-Type": "multipart/form-data; boundary=border"}).text

    def proposed(self, request):
        return sql("select api.request(%s) #> '{responses,0}'", request, user="t_moderator")[0][0]

    def cleaned(self, request):
        wait_for("a daemon", lambda: not sql("select 1 from varta.answer_file where request_id = %s and kind = 'photo' and data is not null", request))
        return self.proposed(request)

    def varta(self, *args, status=0):
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", *map(str, args), "-l", "en"], env=dict(os.environ, PGUSER="t_moderator"), capture_output=True, check=False)
        self.assertEqual(done.returncode, status, done)
        return done.stdout

    def test_the_whole_way(self):
        request = referred()
        path = link(request)
        page = self.syncd.request("GET", path).text
        self.assertIn('type="file" name="files" multiple="multiple"', page)
        self.assertIn("разом до 1 МБ", page)
        said = self.answer(path, request, [("../двір.jpg", photos.jpeg()), ("Лист Коваленко.pdf", PDF), ("лист.pdf.p7s", SIGNED), ("", b"")])
        self.assertIn("Записано", said)
        answer = self.cleaned(request)
        self.assertEqual((answer["state"], answer["photos"]), ("submitted", 1))
        self.assertEqual([(f["name"], f["kind"], f["bytes"]) for f in answer["files"]], [("Лист Коваленко.pdf", "pdf", len(PDF)), ("лист.pdf.p7s", "p7s", len(SIGNED))])
        shown = self.varta("show", request).decode()
        for words in ("1 photo goes with it", f"file {answer['files'][0]['file']}, not verified: Лист Коваленко.pdf"):
            self.assertIn(words, shown)
        for file, data in zip(answer["files"], (PDF, SIGNED)):
            self.assertEqual(self.varta("answer-file", request, file["file"], "-"), data, "as it came")
        self.varta("answer-file", request, 999999, "-", status=3)
        photo = sql("select api.photos(%s)", request, user="t_moderator")[0][0][-1]
        image = self.syncd.request("GET", photo)
        self.assertEqual(image.status, 200)
        self.assertNotIn(photos.PLACE, image.body)
        self.assertEqual(self.syncd.request("GET", photo.split("?")[0]).status, 404, "a moderator publishes")
        act("t_moderator", "publish", request, reports.version(request), None)
        self.assertEqual(self.syncd.request("GET", photo.split("?")[0]).status, 200)
        self.assertEqual(sql("select * from audit.compare('kyiv') where request = %s", request, user="t_auditor"), [])
        sql("select api.erase_reporter('kyiv', 'olena@example.org', null, null, true)", user="t_admin")
        self.assertEqual(self.syncd.request("GET", photo.split("?")[0]).status, 404)
        left = dumped()
        for trace in (PDF.hex(), SIGNED.hex(), "Лист Коваленко", "Лист для"):
            self.assertNotIn(trace, left)
        self.assertEqual(sql("select * from audit.compare('kyiv') where request = %s", request, user="t_auditor"), [], "what was erased is no fault")

    def test_a_changed_file_is_found(self):
        """A superuser who changes a file, what is said of it, or takes it away, is found by the comparison with the history."""
        request = referred("Хто полагодить паркан?")
        self.assertIn("Записано", self.answer(link(request), request, [("лист.pdf", PDF), ("двір.jpg", photos.jpeg())]))
        file = self.cleaned(request)["files"][0]["file"]
        faults = lambda: sql("select place, regexp_replace(fault, '\\d+', 'N') from audit.compare('kyiv') where request = %s", request, user="t_auditor")  # noqa: E731
        self.assertEqual(faults(), [])
        for change, back in (("data = '%%PDF-1.7 other'", ("data", PDF)), ("name = 'інший.pdf'", ("name", "лист.pdf")), ("kind = 'p7s'", ("kind", "pdf")), ("bytes = 1", ("bytes", len(PDF)))):
            with self.subTest(change=change):
                sql(f"update varta.answer_file set {change} where id = %s", file)
                self.assertEqual(faults(), [(f"answer file {file}", "it is not what event N says")])
                sql(f"update varta.answer_file set {back[0]} = %s where id = %s", back[1], file)
        self.assertEqual(faults(), [])
        sql("create table public.taken as select * from varta.answer_file where id = %s", file)
        self.addCleanup(sql, "drop table public.taken")
        sql("delete from varta.answer_file where id = %s", file)
        self.assertEqual(faults(), [(f"answer file {file}", "event N tells of it, but it is missing")])
        sql("insert into varta.answer_file select * from public.taken")
        sql("insert into varta.answer_file select city_id, 987654, request_id, response_id, kind, name, bytes, came_at, data from public.taken")
        self.assertEqual(faults(), [("answer file 987654", "no event tells of it")])
        sql("delete from varta.answer_file where id = 987654")

    def test_too_long(self):
        request = referred("Хто прибере сніг?")
        said = self.answer(link(request), request, [("a.pdf", PDF + b"x" * 1100000)])
        self.assertIn("надіслане завелике", said)
        self.assertIn("файли відповіді разом — 1 МБ, PDF чи підписаний файл — 1 МБ", said)

    def test_what_is_not_taken(self):
        request = referred("Хто прибере двір?")
        path = link(request)
        for files in ([("page.pdf", b"<html>")], [("a.exe", b"MZ" * 20)], [(f"{n}.png", photos.png(4, n + 4)) for n in range(6)], [("good.png", photos.png(4, 4)), ("bad.txt", b"text")]):
            said = self.answer(path, request, files)
            self.assertIn("Нічого не змінено", said)
            self.assertIn("5 МБ", said, "the limits are told")
        self.assertIn("Нічого не змінено", self.answer(path, request, [("a.png", photos.png(4, 4))], verb="referral_accept"))
        self.assertIn("Нічого не записано", self.answer(path, request, [("long.pdf", b"%PDF-" + b"x" * 1000001)]))
        self.assertIn("Нічого не змінено", self.answer(path, request, [("a.png", photos.png(4, 4))], note=" "))
        self.assertEqual(referral(request)[0], "sent")
        self.assertEqual(sql("select 1 from varta.answer_file where request_id = %s", request), [], "nothing is stored")
        self.assertIn("Записано", self.answer(path, request, [("cut.jpg", photos.PLAIN_JPEG[:200]), ("good.png", photos.png(4, 4))]))
        answer = self.cleaned(request)
        self.assertEqual((answer["photos"], [f["refused"] for f in answer["files"]]), (1, ["файл пошкоджений або не дійшов цілим"]))
        self.assertIn(b"photo not taken: cut.jpg", self.varta("show", request))

    def test_cleaned_too_late(self):
        request = referred("Чий це паркан?")
        path = link(request)
        sql("create function public.held() returns trigger language plpgsql as $$ begin new.next_at := now() + interval '1 hour'; return new; end $$;"
            "create trigger held before insert on varta.answer_file for each row execute function public.held()")
        self.addCleanup(sql, "drop function public.held() cascade")
        self.assertIn("Записано", self.answer(path, request, [("a.png", photos.png(7, 4))]))
        self.assertIn(b"photo being processed: a.png", self.varta("show", request))
        act("t_moderator", "publish", request, reports.version(request), None)
        sql("update varta.answer_file set next_at = now() where request_id = %s", request)
        sql("select varta.tell_daemons('media', array_agg(id)) from varta.city")
        answer = self.cleaned(request)
        self.assertEqual((answer["photos"], answer["files"][0]["refused"]), (0, "відповідь уже опубліковано"))
        self.assertEqual(sql("select count(*) from varta.answer_photo where request_id = %s", request), [(0,)], "what no moderator has seen is not public")


if __name__ == "__main__":
    unittest.main(verbosity=2)
