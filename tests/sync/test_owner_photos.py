"""Photos behind the owner's link: the page shows what officers took, never what a resident sent, below an address that dies with the link; the form
'done' takes one photo, cleaned as all others are. What a hostile sender makes of that form is refused, and nothing is stored, and nothing done."""
import os
import re
import tempfile
import unittest

import orders
import photos
import reports
from orders import issued, state, steps, token
from reports import act, sql
from syncd import Syncd, wait_for

FOLDER = tempfile.mkdtemp(prefix="media.")
SETTINGS = (f"media_dir: {FOLDER}", "media_max: 100000", "media_private: true", "max_body: 65536")


def files():
    return {name for _, _, names in os.walk(FOLDER) for name in names}


def attached(order):
    return sql("select stage, operator_id is null, hash is not null, refused from varta.attachment where order_id = %s order by id", order)


def kept(order):
    wait_for("a daemon", lambda: not sql("select 1 from varta.attachment where data is not null"))
    return attached(order)


class OwnerPhotos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        photos.PhotoSite.serve()
        cls.syncd = Syncd(settings=SETTINGS).ready()
        cls.addClassCleanup(cls.syncd.stop)
        cls.unknown = cls.syncd.request("GET", "/link/" + "0" * 40)

    def done(self, path, order, *data, **fields):
        body, headers = photos.multipart(dict({"verb": "order_done", "version": str(state(order)[1]), "note": "Обрізали"}, **fields), photo=list(data))
        return self.syncd.request("POST", path, body, headers)

    def images(self, path):
        return re.findall(r'<img src="([^"]+)"', self.syncd.request("GET", path).text)

    def test_the_page_shows_the_officers_photos(self):
        request = reports.add("Знака не видно за гілками", media_url=photos.PhotoSite.url + "/1.jpg")[0]
        wait_for("the resident's photo", lambda: sql("select hash from varta.photo where request_id = %s and hash is not null", request))
        order = issued("знак 2.1 закрито гілками", request=request)
        defect = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        path = f"/link/{token(order)}"
        page = self.syncd.request("GET", path)
        self.assertNotIn("<img", page.text, "what a resident sent is not the owner's business")
        self.assertLess(len(page.body), 20 * 1024)
        sql("select api.defect_photo(%s, 'before', %s)", defect, photos.png(9, 9), user="t_traffic")
        kept(order)
        page = self.syncd.request("GET", path)
        (image,) = self.images(path)
        self.assertRegex(image, r"^[0-9a-f]{40}\.\d+$")
        self.assertTrue(path.endswith(image.split(".")[0]), "below its own address, whatever stands before that")
        self.assertIn("img-src 'self'", page.headers["content-security-policy"])
        self.assertIn("до усунення", page.text)
        answer = self.syncd.request("GET", "/link/" + image)
        self.assertEqual((answer.status, answer.headers["content-type"], answer.headers["cache-control"]), (200, "image/png", "no-store"))
        self.assertNotIn(photos.PLACE, answer.body)
        self.assertEqual(self.syncd.request("HEAD", "/link/" + image).status, 200)
        self.assertNotIn(image.split(".")[0], self.syncd.log())
        other = issued("люк відкрито")
        for wrong in (f"/link/{token(other)}.{image.split('.')[1]}", f"/link/{image}0", f"{path}.", f"{path}.x", f"{path}.0", f"{path}.-1", f"{path}.{'9' * 30}", f"/link/{'0' * 40}.{image.split('.')[1]}",
                      f"{path}.1.2", f"{path}.1;drop"):
            answer = self.syncd.request("GET", wrong)
            self.assertEqual((answer.status, answer.body), (404, self.unknown.body), wrong)
        self.assertEqual(self.syncd.request("POST", "/link/" + image, "verb=order_accept&version=2", {"Content-Type": "application/x-www-form-urlencoded"}).status, 404)
        sql("select api.order_unlink(%s)", str(order), user="t_traffic")
        answer = self.syncd.request("GET", "/link/" + image)
        self.assertEqual((answer.status, answer.body), (404, self.unknown.body), "it dies with the link")

    def test_done_with_a_photo(self):
        order = issued("паркан впав")
        path = f"/link/{token(order)}"
        page = self.syncd.request("GET", path).text
        self.assertEqual(page.count('enctype="multipart/form-data"'), 1, "with what is done")
        answer = self.done(path, order, photos.jpeg())
        self.assertEqual(answer.status, 200)
        self.assertIn("Записано", answer.text)
        self.assertEqual((state(order)[0], steps(order)[-1]), ("reported-done", ("order_done", "owner", False, "Обрізали")))
        self.assertEqual(kept(order), [("after", True, True, None)])
        (image,) = self.images(path)
        answer = self.syncd.request("GET", "/link/" + image)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "image/jpeg"))
        self.assertNotIn(photos.PLACE, answer.body)
        self.assertEqual(sql("select stage, \"by\", state from api.order_photos(%s)", str(order), user="t_traffic"), [("after", "КК «Автодор»", "kept")])
        defect = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        self.assertEqual(sql("select api.defect_detail(%s) -> 'photos' ->> 'after'", defect, user="t_traffic"), [("1",)], "it is seen where the defect is")
        self.assertEqual(sql("select who, after ->> 'party' from varta.event where verb = 'photo_add' and after ->> 'order' = %s", str(order)), [("t_syncd", "owner")])
        self.assertEqual(sql("select * from audit.compare('kyiv') where place like 'attachment%%' or place = %s", f"order {order}", user="t_auditor"), [])
        self.assertNotIn(photos.PLACE.hex(), orders.dumped(), "where it was taken is nowhere")
        again = self.done(path, order, photos.png(3, 3), version="2")
        self.assertIn("вже зроблено", again.text)
        self.assertEqual(len(attached(order)), 1, "a second use stores nothing")

    def test_without_one(self):
        """As a browser sends an empty field; and the form as it was before there were photos."""
        order = issued("стовп похилено")
        path = f"/link/{token(order)}"
        self.assertIn("Записано", self.done(path, order, b"").text)
        self.assertEqual((state(order)[0], attached(order)), ("reported-done", []))

    def test_hostile(self):
        order = issued("бордюр зламано")
        path, was, before = f"/link/{token(order)}", state(order), files()
        fine = photos.png(8, 3)
        for data, status, words in (([b"<html><script>alert(1)</script>"], 200, "не фото"), ([b"%PDF-1.5" + b"x" * 99], 200, "не фото"), ([b"GIF89a" + b"x" * 50], 200, "не фото"),
                                    ([b"\xff\xd8"], 200, "не фото"), ([fine, fine], 400, "прочитати"), ([fine] * 11, 400, "прочитати"),
                                    ([b"\xff\xd8\xff" + b"x" * 100000], 413, "завелике"), ([b"\xff\xd8\xff" + b"x" * 400000], 413, "завелике")):
            answer = self.done(path, order, *data)
            self.assertEqual(answer.status, status, (data[0][:20], len(data), answer))
            self.assertIn(words, answer.text, (data[0][:20], len(data)))
            self.assertIn("<html", answer.text)
        for verb, fields in (("order_accept", {}), ("order_reject", {"note": "ні"}), ("order_cancel", {}), ("", {})):
            self.assertNotIn("Записано", self.done(path, order, fine, verb=verb, **fields).text, verb)
        for fields in ({"version": "1"}, {"version": "x"}, {"note": "ї" * 2001}):
            self.assertNotIn("Записано", self.done(path, order, fine, **fields).text, fields)
        try:
            answer = self.done(path, order, b"\xff\xd8\xff" + b"x" * 11 * 1024 * 1024)
            self.assertEqual(answer.status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it may hang up while too much is sent
        body, headers = photos.multipart({f"field{n}": "x" for n in range(1000)}, photo=fine)
        self.assertEqual(self.syncd.request("POST", path, body, headers).status, 400, "a thousand parts")
        body, headers = photos.multipart({"verb": "order_done", "version": str(was[1]), "note": "x"}, photo=fine)
        for broken, status in ((body[:-30], 400), (body.replace(b"--border--", b"--other--"), 400), (body.replace(b"Content-Type: image/jpeg", b"Content-Type: multipart/mixed; boundary=b"), 400),
                               (body.replace(b'name="note"\r\n\r\nx', b'name="note"\r\n\r\n\xff'), 400), (body.replace(b'name="note"', b'name="note\xff"'), 400)):
            self.assertNotEqual(broken, body)
            self.assertEqual(self.syncd.request("POST", path, broken, headers).status, status, broken[:200])
        self.assertEqual(self.done("/link/" + "0" * 40, order, fine).body, self.unknown.body, "a link that was never there")
        withdrawn = f"/link/{token(order)}"
        sql("select api.order_unlink(%s)", str(order), user="t_traffic")
        for gone in (path, withdrawn):
            self.assertEqual(self.done(gone, order, fine).body, self.unknown.body)
        self.assertEqual((state(order), attached(order), files()), (was, [], before), "nothing was done, and nothing stored")

    def test_a_path_as_its_name(self):
        """The name that the sender gives a file is nobody's."""
        order = issued("дорогу розмито")
        path = f"/link/{token(order)}"
        body, headers = photos.multipart({"verb": "order_done", "version": str(state(order)[1]), "note": "x"}, photo=photos.png(7, 7))
        answer = self.syncd.request("POST", path, body.replace(b'filename="0.jpg"', b'filename="../../../../etc/cron.d/x.php"'), headers)
        self.assertIn("Записано", answer.text)
        self.assertEqual(kept(order), [("after", True, True, None)])
        self.assertTrue(all(re.fullmatch("[0-9a-f]{64}", name) for name in files()), files())

    def test_what_begins_as_a_photo(self):
        """A bomb is told to the unit and to the owner; what was done with words stays."""
        before = files()
        for data, reason in ((photos.bomb(), "60000 by 60000"), (photos.PLAIN_JPEG[:200], "not a whole JPEG")):
            order = issued("ліхтар не світить")
            path = f"/link/{token(order)}"
            self.assertIn("Записано", self.done(path, order, data).text)
            self.assertIn(reason, kept(order)[0][3])
            page = self.syncd.request("GET", path).text
            self.assertIn("не вдалося прочитати", page)
            self.assertNotIn("<img", page)
        self.assertEqual(files(), before)
        self.assertEqual(sql("select count(data) from varta.attachment"), [(0,)])

    def test_where_no_photos_are_kept(self):
        order = issued("знак зник")
        path = f"/link/{token(order)}"
        with Syncd().ready() as other:
            self.assertNotIn("multipart", other.request("GET", path).text, "none is asked for")
            body, headers = photos.multipart({"verb": "order_done", "version": str(state(order)[1]), "note": "x"}, photo=photos.png(7, 7))
            self.assertEqual(other.request("POST", path, body, headers).status, 415)
        self.assertEqual((state(order)[0], attached(order)), ("issued", []))

    def test_who_asked_does_not_get_it(self):
        """What an officer or an owner took is not public with the request."""
        request = reports.add("Тріснув асфальт")[0]
        act("t_moderator", "accept", request, 1)
        order = issued("вибоїна", request=request)
        self.done(f"/link/{token(order)}", order, photos.png(2, 9))
        kept(order)
        for name, in sql("select hash from varta.attachment where order_id = %s", order):
            self.assertEqual(self.syncd.request("GET", f"/media/{name}.png").status, 404)


if __name__ == "__main__":
    unittest.main(verbosity=2)
