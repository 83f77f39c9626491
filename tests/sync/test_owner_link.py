"""The owner's link, asked by what is no browser: opening it changes nothing, each act is a POST of the version that was seen, and a
step of the owner and of no operator. A link that is altered in any character, withdrawn or made up gets the same answer to the byte.
Of two who post at once one is told that the other was first. What is no form, too much, or no act of an owner's does nothing."""
import os
import subprocess
import threading
import time
import unittest
import urllib.parse

import orders
import reports
from orders import does, issued, state, steps, token
from reports import act, sql
from syncd import FORM, Syncd, wait_for

UNKNOWN = "/link/" + "0" * 40


class OwnerLink(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        cls.syncd = Syncd().ready()
        cls.addClassCleanup(cls.syncd.stop)
        cls.unknown = cls.syncd.request("GET", UNKNOWN)

    def post(self, path, body, kind=FORM):
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
        return self.syncd.request("POST", path, body, {"Content-Type": kind} if kind else {})

    def act(self, path, order, verb, **fields):
        return self.post(path, dict({"verb": verb, "version": state(order)[1]}, **fields))

    def check_unknown(self, answer, why):
        self.assertEqual((answer.status, answer.body), (self.unknown.status, self.unknown.body), why)

    def test_reading_changes_nothing(self):
        order = issued("знак 2.1 закрито <b>гілками</b>")
        path = f"/link/{token(order)}"
        wait_for("PDF", lambda: not sql("select 1 from varta.document where pdf is null"))
        before = orders.dumped()
        for method in ("GET", "GET", "HEAD"):
            answer = self.syncd.request(method, path, headers={"User-Agent": "scanner"})
            self.assertEqual(answer.status, 200)
        page = self.syncd.request("GET", path)
        self.assertEqual(orders.dumped(), before, "programs open links before people do")
        self.assertEqual((page.headers["cache-control"], page.headers["referrer-policy"]), ("no-store", "no-referrer"))
        self.assertIn("default-src 'none'", page.headers["content-security-policy"])
        for words in ("Припис № ", "&lt;b&gt;гілками&lt;/b&gt;", "Ми отримали припис", "noindex", 'lang="uk"', "color-scheme:light dark", "viewport"):
            self.assertIn(words, page.text)
        self.assertNotIn("<script", page.text)
        self.assertLess(len(page.body), 20 * 1024)
        self.assertNotIn(path[6:], self.syncd.log())
        self.assertNotIn(path[6:], before, "the database has its hash alone")

    def test_the_whole_way(self):
        order = issued("знак 2.1 закрито гілками")
        path = f"/link/{token(order)}"
        for verb, fields, becomes in (("order_acknowledge", {"note": "вх. 17/3"}, "acknowledged"), ("order_accept", {}, "accepted"),
                                      ("order_ask_time", {"until": "2027-03-01", "note": "Чекаємо\r\nна машину"}, "accepted"),
                                      ("order_safe", {"note": "Обгородили"}, "made-safe"), ("order_done", {"note": "Обрізали"}, "reported-done")):
            answer = self.act(path, order, verb, **fields)
            self.assertEqual(answer.status, 200)
            self.assertIn("Записано", answer.text)
            self.assertEqual(state(order)[0], becomes)
        self.assertEqual(steps(order)[2:], [("order_acknowledge", "owner", False, "вх. 17/3"), ("order_accept", "owner", False, ""), ("order_ask_time", "owner", False, "Чекаємо\nна машину"),
                                            ("order_safe", "owner", False, "Обгородили"), ("order_done", "owner", False, "Обрізали")])
        self.assertNotIn("<form", answer.text, "now it is the unit's turn")
        self.assertEqual(sql("select asked_until::text from varta.orders where id = %s", order), [("2027-03-01",)])
        self.assertEqual(sql("select count(*) from varta.event where verb = 'order_done' and who = 't_syncd' and after ->> 'order' = %s", str(order)), [(1,)])

    def test_who_asked_is_told(self):
        """A resident's request that the order is about hears of it, as when an operator notes it for the owner."""
        request = reports.add("Знака не видно за гілками")[0]
        act("t_moderator", "accept", request, 1)
        order = issued("знак 2.1 закрито гілками", request=request)
        self.act(f"/link/{token(order)}", order, "order_accept")
        told = [text for text, in sql("select text from varta.outbox where request_id = %s order by seq", request)]
        self.assertRegex(told[-1], r"^Припис № \d+/\d{4}: КК «Автодор» береться виконати до \d\d\.\d\d\.\d{4}\.$")
        self.assertEqual(sql("select after ->> 'party' from varta.event where verb = 'order_accept' and after ->> 'order' = %s", str(order)), [("owner",)])
        self.assertEqual(sql("select * from audit.compare('kyiv') where place = %s", f"order {order}", user="t_auditor"), [])

    def test_what_does_nothing(self):
        order = issued("дорогу розмито")
        path, was = f"/link/{token(order)}", state(order)
        for fields, words in (({"verb": "order_accept", "version": 1}, "не такий"), ({"verb": "order_accept"}, "не такий"), ({"version": 2}, "не такий"),
                              ({"verb": "order_accept", "version": "2; drop"}, "не такий"), ({"verb": "order_cancel", "version": 2, "note": "x"}, "не такий"),
                              ({"verb": "order_verify", "version": 2}, "не такий"), ({"verb": "order_deliver", "version": 2}, "не такий"),
                              ({"verb": "order_reject", "version": 2}, "бракує"), ({"verb": "order_reject", "version": 2, "note": " \n"}, "бракує"),
                              ({"verb": "order_done", "version": 2, "note": "ї" * 2001}, "бракує"),
                              ({"verb": "order_ask_time", "version": 2, "note": "x"}, "день"), ({"verb": "order_ask_time", "version": 2, "note": "x", "until": "2026-99-99"}, "день"),
                              ({"verb": "order_ask_time", "version": 2, "note": "x", "until": "2020-01-01"}, "день")):
            answer = self.post(path, fields)
            self.assertEqual(answer.status, 200, fields)
            self.assertIn(words, answer.text, fields)
        for body, kind, status in ((None, None, 415), ("", FORM, 200), ("{", "application/json", 400), ("verb=%ff", FORM, 400), ("verb=" + "x" * 10_000_000, FORM, 413)):
            try:
                self.assertEqual(self.post(path, body, kind).status, status, (str(body)[:20], kind))
            except (BrokenPipeError, ConnectionResetError):
                self.assertEqual(status, 413, "it may hang up while too much is sent")
        for method in ("PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.syncd.request(method, path).status, 405)
        self.assertEqual(state(order), was)

    def test_a_second_use(self):
        order = issued("люк відкрито")
        path = f"/link/{token(order)}"
        form = {"verb": "order_accept", "version": state(order)[1]}
        self.assertIn("Записано", self.post(path, form).text)
        again = self.post(path, form)
        self.assertEqual(again.status, 200)
        self.assertIn("вже зроблено", again.text)
        self.assertIn("прийнято до виконання", again.text, "it says what already is")
        self.assertEqual(state(order)[0], "accepted")

    def test_two_at_once(self):
        order = issued("ліхтар не світить")
        path, version, answers = f"/link/{token(order)}", state(order)[1], []
        posts = [threading.Thread(target=lambda verb=verb: answers.append(self.post(path, {"verb": verb, "version": version, "note": "так"}).text))
                 for verb in ("order_accept", "order_reject")]
        with orders.Held(order):
            for post in posts:
                post.start()
            time.sleep(0.5)
        for post in posts:
            post.join()
        self.assertEqual(sorted("Записано" in answer for answer in answers), [False, True])
        self.assertEqual(len(steps(order)), 3)

    def test_links_that_open_nothing(self):
        """Each character altered, cut, longer, in other letters; withdrawn; never there: one answer."""
        order = issued("стовп похилено")
        path = f"/link/{token(order)}"
        altered = [path[:n] + ("0" if path[n] != "0" else "1") + path[n + 1:] for n in range(6, len(path))]
        self.assertEqual(len(altered), 40)
        for wrong in (*altered, path[:-1], path + "0", path.upper().replace("/LINK", "/link"), "/link/x", "/link/" + "0" * 2000, "/link/%01", "/link/%D1%97"):
            self.check_unknown(self.syncd.request("GET", wrong), wrong)
            self.check_unknown(self.post(wrong, {"verb": "order_accept", "version": 2}), wrong)
        second = f"/link/{token(order)}"
        self.assertEqual(self.syncd.request("GET", second).status, 200)
        self.assertEqual(sql("select api.order_unlink(%s)", str(order), user="t_traffic"), [(2,)])
        for withdrawn in (path, second):
            self.check_unknown(self.syncd.request("GET", withdrawn), "withdrawn")
            self.check_unknown(self.post(withdrawn, {"verb": "order_accept", "version": 2}), "withdrawn")
        self.assertEqual(state(order)[0], "issued")
        self.assertEqual(self.syncd.request("GET", f"/link/{token(order)}").status, 200, "a new one opens")

    def test_cancelled_and_reissued(self):
        order = issued("паркан впав")
        path = f"/link/{token(order)}"
        self.act(path, order, "order_reject", note="Не наш паркан")
        new = sql("select name from api.order_reissue(%s, %s, 'інший власник', 'svitlo')", order, state(order)[1], user="t_traffic")[0][0]
        page = self.syncd.request("GET", path)
        self.assertIn(f"замість нього видано припис № {new}", page.text)
        self.assertNotIn("<form", page.text)
        order = issued("бордюр зламано")
        path = f"/link/{token(order)}"
        does("order_cancel", order, "Помилка в адресі")
        page = self.syncd.request("GET", path)
        self.assertIn("Цей припис скасовано", page.text)
        self.assertIn("Помилка в адресі", page.text, "the owner reads why")
        self.assertNotIn("<form", page.text)

    def test_notes_of_the_unit_are_its_own(self):
        order = issued("знак зник")
        path = f"/link/{token(order)}"
        does("order_remind", order, "дзвонив Петренко, обіцяли")
        page = self.syncd.request("GET", path)
        self.assertIn("власникові нагадано", page.text)
        self.assertNotIn("Петренко", page.text)
        self.assertNotIn("Шевчук", page.text.replace("Припис видав(-ла): Наталія Шевчук", ""), "who of the unit did it is not told")

    def test_the_commands(self):
        order = issued("знак повернуто")
        varta, env = f"{os.environ['VARTA_BUILD']}/console/varta", dict(os.environ, PGUSER="t_traffic")

        def run(*args, user="t_traffic"):
            return subprocess.run([varta, *args], env=dict(env, PGUSER=user), capture_output=True, text=True, check=False)
        done = run("order", "link", str(order))
        self.assertRegex(done.stdout, r"^/link/[0-9a-f]{40}\n$")
        self.assertEqual(self.syncd.request("GET", done.stdout.strip()).status, 200)
        self.assertIn("links that open it to its owner: 1", run("order", "show", str(order)).stdout)
        self.assertEqual(run("order", "unlink", str(order)).stdout, "1 link opens nothing from now on\n")
        self.check_unknown(self.syncd.request("GET", done.stdout.strip()), "withdrawn")
        self.assertEqual(run("order", "link", str(order), user="t_moderator").returncode, 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
