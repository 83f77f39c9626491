"""Photos that go with an answer: what is verified as done proposes the officer's photos of it to the moderator, who sees them before anybody else does.
Published with the answer they are on its page in the static tree, in the updates that a site fetches, and for whoever has the address; with an answer of
the moderator's own, with one that is recalled, of a request that is private or was erased, they are not."""
import os
import subprocess
import tempfile
import unittest

import orders
import photos
import tree
from orders import does, issued
from reports import act, sql, version
from syncd import Syncd, wait_for
from tree import Tree

FOLDER, ROOT = tempfile.mkdtemp(prefix="media."), tempfile.mkdtemp(prefix="public.")
SETTINGS = (f"media_dir: {FOLDER}", "media_max: 100000", f"publish: {ROOT}", "publish_whole: 100ms")


class AnswerPhotos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        tree.add_source("tree")
        cls.tree = Tree(ROOT, "tree")
        cls.syncd = Syncd(settings=SETTINGS).ready()
        cls.addClassCleanup(cls.syncd.stop)
        wait_for("the tree", lambda: tree.is_built("tree"))

    def keep(self, defect, stage, data):
        number = sql("select photo from api.defect_photo(%s, %s, %s)", defect, stage, data, user="t_traffic")[0][0]
        return wait_for("a kept photo", lambda: sql("select hash from varta.attachment where id = %s and hash is not null", number))[0][0]

    def verified(self, text, *data):
        """A request of which all is mended, and the hashes of the photos that show it."""
        request = tree.accept(text)[0]
        order = issued(text, request=request)
        defect = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        self.keep(defect, "before", photos.png(9, len(text)))
        kept = [self.keep(defect, "after", one) for one in data]
        sql("select sync.link_act(sha256(convert_to(%s, 'UTF8')), 'order_done', 2, 'Так', null, %s)", orders.token(order), photos.png(len(text), 9), user="t_syncd")
        wait_for("the owner's photo", lambda: sql("select 1 from varta.attachment where order_id = %s and hash is not null", order))
        self.assertEqual(does("order_verify", order), "verified-done")
        return request, kept

    def public(self, name):
        return self.syncd.request("GET", f"/media/{name}.png").status

    def updates(self, request):
        rows = self.syncd.get("servicerequestupdates.json", {"jurisdiction_id": "kyiv", "api_key": "test-key"}).json
        return [row["media_url"] for row in rows if row["service_request_id"] == str(request) and row["status"] == "closed"]

    def page(self, request):
        wait_for("the tree", lambda: not tree.waiting("tree") and tree.is_built("tree"))
        return self.tree.read(self.tree.page(request)) if self.tree.has(self.tree.page(request)) else ""

    def test_published_with_the_answer(self):
        request, (first, second) = self.verified("знак закрито гілками", photos.png(5, 6), photos.png(6, 5))
        proposed = sql("select api.request(%s) -> 'responses' -> 0", request, user="t_moderator")[0][0]
        self.assertEqual((proposed["state"], proposed["photos"]), ("submitted", 2))
        shown = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "show", str(request), "-l", "uk"], env=dict(os.environ, PGUSER="t_moderator"),
                               capture_output=True, text=True, check=True).stdout
        self.assertIn("з нею 2 фото", shown)
        paths = sql("select api.photos(%s)", request, user="t_moderator")[0][0]
        self.assertEqual([path[7:71] for path in paths], [first, second], "the officer's, not the owner's, and none from before")
        for path in paths:
            self.assertEqual(self.syncd.request("GET", path).status, 200, "the moderator looks at them")
        self.assertEqual((self.public(first), self.public(second), self.updates(request)), (404, 404, []))
        self.assertNotIn(first, self.page(request), "nothing is public without the moderator's act")
        sql("select api.city_set('kyiv', '{\"recall_window\": \"1 hour\"}')")
        act("t_moderator", "publish", request, version(request), None)
        self.assertEqual(self.public(first), 404, "nor while the answer can be recalled")
        act("t_moderator", "recall", request, version(request), None)
        sql("select api.city_set('kyiv', '{\"recall_window\": \"0\"}')")
        self.assertEqual(self.public(first), 404)
        act("t_moderator", "publish", request, version(request), None)
        self.assertEqual((self.public(first), self.public(second)), (200, 200))
        self.assertTrue(self.updates(request)[0].endswith(f"/media/{first}.png"), self.updates(request))
        self.assertEqual(self.syncd.request("GET", "/media" + self.updates(request)[0].split("/media")[1]).status, 200)
        page = self.page(request)
        self.assertIn(f'src="/media/{first}.png"', page)
        self.assertIn(f'src="/media/{second}.png"', page)
        self.assertEqual(sql("select * from audit.compare('kyiv') where request = %s", request, user="t_auditor"), [])
        act("t_moderator", "private", request, version(request))
        self.assertEqual(self.public(first), 404, "a request that is private now takes them with it")

    def test_an_answer_of_the_moderators_own(self):
        request, (photo,) = self.verified("ліхтар не світить", photos.png(7, 7))
        act("t_moderator", "answer", request, version(request), "Полагоджено.", None)
        self.assertEqual(sql("select count(*) from varta.response where request_id = %s and visible_at is not null", request), [(1,)])
        self.assertEqual((self.public(photo), self.updates(request)), (404, [None]))

    def test_erased(self):
        request, (photo,) = self.verified("стовпчик збито", photos.png(8, 8))
        act("t_moderator", "publish", request, version(request), None)
        self.assertEqual(self.public(photo), 200)
        sql("select api.erase_reporter('kyiv', null, null, %s, true)", request, user="t_admin")
        self.assertEqual(self.public(photo), 404)
        self.assertNotIn(photo, self.page(request))
        self.assertEqual(sql("select * from audit.compare('kyiv') where request = %s", request, user="t_auditor"), [], "what was erased is no fault")

    def test_changed_by_force(self):
        request, _ = self.verified("фарба стерлася", photos.png(4, 8))
        sql("delete from varta.answer_photo where request_id = %s", request)
        self.assertRegex(str(sql("select fault from audit.compare('kyiv') where request = %s", request, user="t_auditor")), "its photos are not what event")

    def test_old_photos(self):
        """Those of an earlier mending are no proof of this one."""
        request = tree.accept("знову яма")[0]
        defect = sql("select id from api.defect_add('kyiv', 'sign', 'яма', 'вул. Лісова, 5', 50.46, 30.45, false, %s)", request, user="t_traffic")[0][0]
        act("t_traffic", "defect_verify", defect, 1, "confirmed")
        self.keep(defect, "after", photos.png(3, 8))
        order = sql("select i.id from api.order_draft(array[%s]::bigint[]) d cross join lateral api.order_issue(d.id, 1) i", defect, user="t_traffic")[0][0]
        self.assertEqual(does("order_verify", order), "verified-done")
        self.assertEqual(sql("select api.request(%s) #> '{responses,0,photos}'", request, user="t_moderator"), [(0,)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
