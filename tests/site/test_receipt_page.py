"""The page that checks receipts, opened from a file, in a real browser without a network: it finds a right one
right and says what it is of; of 1,000 altered ones it takes none; every complaint is in words; it asks no
server for anything."""
import json
import os
import random
import shutil
import unittest

import translog
import web

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = f"file://{ROOT}/syncd/anchor/receipt.html"
ENTRIES = [b'[1, %d, %d, 1795362194000000, "t_syncd", "local", "received"]' % (n, 100 + n) + os.urandom(32) for n in range(200)]
# Checks each pair of a list; the words of what was wrong, null for what was right.
CHECK = """
const [key, texts, done] = arguments;
(async () => {
  const out = [];
  for (const text of texts) out.push(await check(key, text).then(() => null, error => error.constructor.name + ': ' + error.message));
  done(out);
})();
"""


class ReceiptPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.driver = web.browser()
        cls.addClassCleanup(cls.driver.quit)
        cls.driver.set_script_timeout(60)
        cls.key = translog.Key("varta.example/log")
        cls.receipt = translog.receipt(cls.key, ENTRIES, 117, number=217)

    def setUp(self):
        self.driver.get("about:blank")
        self.driver.get(PAGE)

    def fill(self, name, text):
        from selenium.webdriver.common.by import By
        field = self.driver.find_element(By.ID, name)
        self.driver.execute_script("arguments[0].value = arguments[1]", field, text)

    def result(self):
        from selenium.webdriver.common.by import By
        from selenium.webdriver.support.ui import WebDriverWait
        WebDriverWait(self.driver, web.PATIENCE).until(lambda driver: driver.find_element(By.ID, "result").text)
        element = self.driver.find_element(By.ID, "result")
        return element.get_attribute("class"), element.text

    def press(self, key, receipt):
        from selenium.webdriver.common.by import By
        self.fill("key", key)
        self.fill("receipt", receipt)
        self.driver.find_element(By.ID, "check").click()
        return self.result()

    def verdicts(self, texts, key=None):
        return self.driver.execute_async_script(CHECK, key or self.key.vkey, texts)

    def test_right(self):
        kind, text = self.press(self.key.vkey, json.dumps(self.receipt))
        self.assertEqual(kind, "right", text)
        for word in ("Квитанція правильна", "217", "117 з 200", "varta.example/log"):
            self.assertIn(word, text)
        self.assertEqual(web.complaints(self.driver), [])

    def test_in_english(self):
        self.driver.get("about:blank")
        self.driver.get(PAGE + "#en")
        kind, text = self.press(self.key.vkey, json.dumps(self.receipt))
        self.assertEqual(kind, "right", text)
        self.assertIn("The receipt is right", text)

    def test_from_a_file(self):
        from selenium.webdriver.common.by import By
        path = f"{os.environ['TMPDIR']}/receipt.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.receipt, file)
        self.fill("key", self.key.vkey)
        self.driver.find_element(By.ID, "file").send_keys(path)
        self.assertEqual(self.result()[0], "right")

    def test_every_leaf_of_trees_of_many_sizes(self):
        texts = [json.dumps(translog.receipt(self.key, ENTRIES[:size], leaf)) for size in (1, 2, 3, 7, 8, 9, 64, 65) for leaf in {0, size // 2, size - 1}]
        self.assertEqual(self.verdicts(texts), [None] * len(texts))

    def test_a_thousand_altered(self):
        chance, altered = random.Random(9162), []
        while len(altered) < 1000:
            receipt = translog.altered(self.receipt, chance)
            if receipt != self.receipt:
                altered.append(receipt)
        verdicts = self.verdicts([json.dumps(receipt) for receipt in altered])
        taken = [altered[n] for n, verdict in enumerate(verdicts) if verdict is None]
        self.assertEqual(taken, [])
        self.assertEqual([verdict for verdict in verdicts if not verdict.startswith("Wrong: ")], [], "each is refused in words")

    def test_each_reason_is_named(self):
        other = translog.Key("varta.example/log")
        for change, words in (({"receipt": "00" * 32}, "запис не той"), ({"leaf": 118}, "доказ не веде"), ({"sealed": False}, "ще не запечатано"),
                              ({"checkpoint": other.sign(translog.parse_note(self.receipt["checkpoint"])[0])}, "підписано не цим ключем"),
                              ({"checkpoint": self.receipt["checkpoint"].replace("\n200\n", "\n201\n")}, "підроблено"),
                              ({"proof": "x"}, "proof"), ({"entry": 5}, "entry"), ({"leaf": 1.5}, "leaf")):
            self.assertIn(words, self.verdicts([json.dumps({**self.receipt, **change})])[0])
        for text in ("", "{", "[]", "null", "17"):
            self.assertIn("це не квитанція", self.verdicts([text])[0])
        witness = translog.Key("w.example", translog.WITNESS)
        for key in ("x", self.key.vkey[:-1], witness.vkey, self.key.vkey.replace("varta", "warta")):
            self.assertIn("рядок ключа пошкоджено", self.verdicts([json.dumps(self.receipt)], key)[0])

    def test_what_is_wrong_is_shown_and_hostile_text_is_text(self):
        kind, text = self.press(self.key.vkey, json.dumps({**self.receipt, "sealed": False}))
        self.assertEqual(kind, "wrong")
        self.assertIn("Квитанцію не підтверджено: запис ще не запечатано", text)
        key = translog.Key("<img/src=x/onerror=alert(1)>")
        kind, text = self.press(key.vkey, json.dumps(translog.receipt(key, ENTRIES, 3)))
        self.assertEqual(kind, "right")
        self.assertIn("<img/src=x/onerror=alert(1)>", text)

    def test_as_nginx_serves_it(self):
        root = f"{os.environ['TMPDIR']}/served"
        os.makedirs(f"{root}/log/tile/0")
        shutil.copy(PAGE.removeprefix("file://"), f"{root}/log/receipt.html")
        for name in ("checkpoint", "tile/0/000", ".mailed"):
            with open(f"{root}/log/{name}", "w", encoding="ascii") as file:
                file.write("x")
        with web.Nginx(root, 9) as server:
            self.driver.get(f"{server.url}/log/receipt.html")
            kind, text = self.press(self.key.vkey, json.dumps(self.receipt))
            self.assertEqual(kind, "right", text)
            self.assertEqual(web.complaints(self.driver), [])
            types = [server.get(f"/log/{name}").headers["content-type"] for name in ("receipt.html", "checkpoint", "tile/0/000")]
            self.assertEqual(types, ["text/html; charset=utf-8", "text/plain; charset=utf-8", "application/octet-stream"])
            self.assertEqual(server.get("/log/.mailed").status, 404)

    def test_it_asks_nobody(self):
        self.press(self.key.vkey, json.dumps(self.receipt))
        asked = self.driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
        self.assertEqual(asked, [])
        refused = self.driver.execute_async_script("const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done('asked'), () => done('refused'))")
        self.assertEqual(refused, "refused")
        self.assertTrue(any("Content Security Policy" in text for text in web.complaints(self.driver)), "not even where a script tried to")


if __name__ == "__main__":
    unittest.main()
