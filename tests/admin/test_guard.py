"""vartactl guard: the rules by which texts are read before they become public: listed, added, switched off, tried on the
lines of a file; what is wrong is said with its place."""
import json
import os
import unittest

from case import DENIED, FAILED, OK, USAGE, Case


class Guard(Case):
    def file(self, data):
        path = os.path.join(os.environ["TMPDIR"], "texts.txt")
        with open(path, "wb") as out:
            out.write(data)
        return path

    def found(self, data):
        return [(row["line"], row["kind"], row["found"]) for row in json.loads(self.ctl(OK, "guard", "test", "kyiv", self.file(data), "--json", user="t_admin"))]

    def test_on_a_file(self):
        texts = "Яма на вулиці.\nДзвоніть 067 000 00 12.\r\n\nЦе Олена Петренко, авто АА1234ВВ".encode()
        self.assertEqual(self.found(texts), [(2, "phone", "067 000 00 12"), (4, "name", "Олена Петренко"), (4, "plate", "АА1234ВВ")])
        self.assertIn("Олена Петренко", self.ctl(OK, "guard", "test", "kyiv", "-", user="t_moderator", stdin=texts.decode()))

    def test_own_rules(self):
        self.ctl(OK, "guard", "add", "kyiv", "post", "kind=other", r"pattern=опор[аи] № ?\d+", user="t_admin")
        self.assertEqual(self.found("опора № 12".encode()), [(1, "other", "опора № 12")])
        self.ctl(OK, "guard", "set", "kyiv", "post", "active=false", user="t_admin")
        self.assertEqual(self.found("опора № 12".encode()), [])
        rules = {rule["code"]: rule for rule in json.loads(self.ctl(OK, "guard", "list", "kyiv", "--json", user="t_admin"))}
        self.assertEqual((rules["post"]["own"], rules["post"]["active"], rules["mobile"]["own"], rules["mobile"]["kind"]), (True, False, False, "phone"))

    def test_refused(self):
        self.ctl(FAILED, "guard", "add", "kyiv", "x", "kind=other", "pattern=(", user="t_admin", say=("pattern", "not balanced"))
        self.ctl(FAILED, "guard", "add", "kyiv", "x", "kind=colour", "pattern=a", user="t_admin", say="plate, tax-number")
        self.ctl(USAGE, "guard", "test", "kyiv", "/nowhere/texts", user="t_admin", say="/nowhere/texts: No such file")
        self.ctl(USAGE, "guard", "test", "kyiv", self.file(b"one\n\xff\n"), user="t_admin", say="line 2: not valid UTF-8")
        self.ctl(USAGE, "guard", "test", "kyiv", self.file(b"one\ntw\0o\n"), user="t_admin", say="line 2: not valid UTF-8")
        self.ctl(USAGE, "guard", "test", "kyiv", os.environ["TMPDIR"], user="t_admin", say="Is a directory")
        self.ctl(USAGE, "guard", "test", "kyiv", self.file(b"x\n" * 10001), user="t_admin", say="more than 10000 lines")
        self.ctl(DENIED, "guard", "set", "kyiv", "flat", "active=false", user="t_moderator")


if __name__ == "__main__":
    unittest.main()
