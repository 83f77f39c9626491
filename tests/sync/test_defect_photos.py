"""Photos that officers put to defects: by the command into the database, cleaned by the daemon in the same way as residents', kept without place
and device, shown with what became of them. What is no picture is refused by its name, or told with the reason when it cannot be read; one that waits
is taken when there is a daemon that keeps photos, and by another one when the first was killed."""
import hashlib
import json
import os
import subprocess
import tempfile
import unittest

import orders
import photos
from reports import sql
from syncd import Syncd, wait_for

FOLDER = tempfile.mkdtemp(prefix="media.")
SETTINGS = (f"media_dir: {FOLDER}", "media_max: 100000")
OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT = range(6)


def files():
    return {name for _, _, names in os.walk(FOLDER) for name in names}


def defect(what):
    return sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', 50.46, 30.45)", what, user="t_traffic")[0][0]


class DefectPhotos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        cls.syncd = Syncd(settings=SETTINGS).ready()
        cls.addClassCleanup(lambda: cls.syncd.stop())

    def varta(self, *args, user="t_traffic", status=OK, language="en"):
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", *map(str, args), "-l", language], env=dict(os.environ, PGUSER=user, TZ="Europe/Kyiv"),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, done)
        return done.stdout + done.stderr

    def file(self, data, name="photo.jpg"):
        path = f"{os.environ['TMPDIR']}/{name}"
        with open(path, "wb") as file:
            file.write(data)
        return path

    def shown(self, number):
        return json.loads(self.varta("defect", "show", number, "--json"))

    def ended(self, number):
        return wait_for("an end", lambda: [p for p in [self.shown(number)["photo_list"]] if all(x["state"] != "waiting" for x in p)])[0]

    def test_the_whole_way(self):
        number = defect("знак 2.1 закрито гілками")
        row = json.loads(self.varta("defect", "photo", number, self.file(photos.jpeg()), "--before", "--json"))
        self.assertEqual((row["stage"], row["by"], row["bytes"]), ("before", "Наталія Шевчук", len(photos.jpeg())))
        self.varta("defect", "photo", number, self.file(photos.png(9, 9)), "--after")
        self.varta("defect", "photo", number, self.file(photos.webp(), "named.png"), "--after")
        kept = self.ended(number)
        self.assertEqual([(p["stage"], p["state"]) for p in kept], [("before", "kept"), ("after", "kept"), ("after", "kept")])
        for photo, kind in zip(kept, ("image/jpeg", "image/png", "image/webp")):
            answer = self.syncd.request("GET", photo["path"])
            self.assertEqual((answer.status, answer.headers["content-type"], answer.headers["cache-control"]), (200, kind, "no-store"))
            self.assertNotIn(photos.PLACE, answer.body, "place and device are gone")
            self.assertNotIn(b"telephone", answer.body)
            self.assertEqual(hashlib.sha256(answer.body).hexdigest(), photo["path"][7:71])
            self.assertEqual(self.syncd.request("GET", photo["path"].split("?")[0]).status, 404, "the public does not see it")
        text = self.varta("defect", "show", number, language="uk")
        for words in ("фото до: 1 · фото після: 2", "Наталія Шевчук · збережено", f"/media/{kept[0]['path'][7:71]}.jpg?ticket="):
            self.assertIn(words, text)
        self.assertNotIn(photos.PLACE.decode(), orders.dumped(), "nor does the database have them")
        self.assertNotIn(photos.PLACE.hex(), orders.dumped())

    def test_of_an_order(self):
        order = orders.issued("люк відкрито")
        number = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        self.varta("defect", "photo", number, self.file(photos.png(7, 3)), "--before")
        self.assertIn("photos before: 1\n", self.varta("order", "show", order))
        self.assertEqual(sql("select stage from api.order_photos(%s)", str(order), user="t_moderator"), [("before",)])
        self.ended(number)

    def test_what_is_no_photo(self):
        """Told by its name before it is sent; what only begins as one, with the reason, when the daemon has looked at it."""
        number, before = defect("дорогу розмито"), files()
        for data, words in ((b"<html><script>alert(1)</script>", "'{}' is neither a JPEG nor a PNG nor a WebP"), (b"", "neither"), (b"%PDF-1.5" + b"x" * 100, "neither"),
                            (b"GIF89a" + b"x" * 50, "neither"), (photos.PLAIN_JPEG + b"x" * 10485760, "'{}' is longer than 10 MiB")):
            path = self.file(data)
            self.assertIn(words.replace("{}", path), self.varta("defect", "photo", number, path, "--before", status=FAILED))
        self.assertIn("/dev/zero' is longer", self.varta("defect", "photo", number, "/dev/zero", "--before", status=FAILED))
        self.assertIn("cannot read '/nowhere.jpg'", self.varta("defect", "photo", number, "/nowhere.jpg", "--before", status=FAILED))
        self.assertIn("cannot read '/tmp'", self.varta("defect", "photo", number, "/tmp", "--before", status=FAILED))
        self.assertIn("--before or --after", self.varta("defect", "photo", number, path, status=USAGE))
        self.assertIn("--before or --after", self.varta("defect", "photo", number, path, "--before", "--after", status=USAGE))
        good = self.file(photos.png(5, 6), "good.png")
        self.assertIn("not found: defect 999999", self.varta("defect", "photo", 999999, good, "--after", status=NOT_FOUND))
        self.varta("defect", "photo", number, good, "--after", user="t_moderator", status=DENIED)
        self.assertEqual(self.shown(number)["photo_list"], [])
        for data in (photos.bomb(), photos.PLAIN_JPEG[:200]):
            self.varta("defect", "photo", number, self.file(data), "--before")
        self.assertEqual([(p["state"], p["path"]) for p in self.ended(number)], [("refused", None)] * 2)
        self.assertEqual([p["reason"] for p in self.ended(number)], ["a picture of 60000 by 60000 is not taken", "not a whole JPEG: Premature end of JPEG file"])
        self.assertIn("refused · not a whole JPEG", self.varta("defect", "show", number))
        self.assertEqual(files(), before, "nothing was stored")
        self.assertEqual(sql("select count(data) from varta.attachment where defect_id = %s", number), [(0,)])
        self.varta("defect", "photo", number, good, "--after")
        self.varta("defect", "photo", number, good, "--after", status=CONFLICT)
        self.ended(number)

    def test_while_nobody_keeps_photos(self):
        """It waits for a daemon; what one was killed with another takes."""
        self.syncd.stop()
        number = defect("ліхтар не світить")
        try:
            with Syncd(settings=("media_max: 100000",)).ready():
                self.varta("defect", "photo", number, self.file(photos.png(4, 9)), "--before")
                self.assertEqual(self.shown(number)["photo_list"][0]["state"], "waiting")
                self.assertIn("photos being processed: 1", self.varta("defect", "show", number))
            sql("select sync.enlist('dead/1')", user="t_syncd", database=os.environ["PGDATABASE"])  # a session that ends at once
            sql("select attachment from sync.media_lease('dead/1', 4, 3600, true)", user="t_syncd")
            self.assertEqual(sql("select leased_by from varta.attachment where defect_id = %s", number), [("dead/1",)])
        finally:
            type(self).syncd = Syncd(settings=SETTINGS).ready()
        self.assertEqual([p["state"] for p in self.ended(number)], ["kept"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
