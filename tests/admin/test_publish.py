"""vartactl publish: the trees of the administrator's cities are listed, and made from scratch when wanted."""
import json
import unittest

import reports
from case import DENIED, NOT_FOUND, OK, USAGE, Case


class Publish(Case):
    @classmethod
    def setUpClass(cls):
        reports.sql("select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null)")
        reports.sql("update varta.tree set built_for = wanted_at, built_at = wanted_at")

    def test_rebuild(self):
        tree, = json.loads(self.ctl(OK, "publish", "list", "--json", user="t_admin"))
        self.assertEqual((tree["city"], tree["source"], tree["rebuild"], tree["waiting"]), ("kyiv", "kyiv-map", False, 0))
        self.ctl(OK, "publish", "rebuild", "kyiv-map", user="t_admin")
        tree, = json.loads(self.ctl(OK, "publish", "list", "--json"))
        self.assertTrue(tree["rebuild"])
        self.assertIn("kyiv-map", self.ctl(OK, "publish", "list"))

    def test_refused(self):
        self.ctl(NOT_FOUND, "publish", "rebuild", "kyiv-site", say="kyiv-site")
        self.ctl(DENIED, "publish", "rebuild", "kyiv-map", user="t_moderator")
        self.ctl(USAGE, "publish", "rebuild")


if __name__ == "__main__":
    unittest.main()
