"""The owner's whole way through the link, in a real browser without scripts, behind a real nginx with TLS, on a telephone and on a
desk, light and dark: reads the order, has it, asks for time, does it; is told what already is where somebody was first; a withdrawn
link and one with an altered character show the same page, which says nothing of whether there was one."""
import os
import tempfile
import unittest

import orders
import photos
import web
from orders import issued, state, steps, token
from reports import sql
from selenium.webdriver.common.by import By
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait
from syncd import Syncd

SHOTS = os.environ.get("SHOTS")  # a folder where pictures of the pages are left


class OwnerPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        cls.syncd = Syncd(settings=(f"media_dir: {tempfile.mkdtemp(prefix='media.')}",)).ready()
        cls.addClassCleanup(cls.syncd.stop)
        os.makedirs(f"{os.environ['TMPDIR']}/public", exist_ok=True)
        nginx = web.Nginx(f"{os.environ['TMPDIR']}/public", cls.syncd.port)
        cls.nginx = cls.enterClassContext(nginx)
        cls.driver = web.browser(scripts=False, size=(390, 844))
        cls.addClassCleanup(cls.driver.quit)

    def shot(self, name):
        if SHOTS:
            self.driver.save_screenshot(f"{SHOTS}/{name}.png")

    def body(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def fill(self, verb, **fields):
        """Opens the form of an act and posts it, as a person does."""
        form = self.driver.find_element(By.XPATH, f"//input[@value='{verb}']/..")
        form.find_element(By.XPATH, "../summary").click()
        for name, value in fields.items():
            form.find_element(By.NAME, name).send_keys(value)
        self.shot(f"form-{verb}")
        form.find_element(By.TAG_NAME, "button").click()
        # while a page goes, the browser has other words for it than 'stale'
        WebDriverWait(self.driver, web.PATIENCE, ignored_exceptions=[WebDriverException]).until(staleness_of(form))

    def test_the_whole_way(self):
        order = issued("знак 2.1 закрито гілками", "дорогу розмито")
        web.complaints(self.driver)  # of what other tests asked for
        self.driver.get(f"{self.nginx.url}/link/{token(order)}")
        self.shot("order")
        self.assertIn("Вимагаю:", self.body())
        width = self.driver.find_element(By.TAG_NAME, "html").size["width"]
        self.assertLessEqual(self.driver.find_element(By.TAG_NAME, "main").size["width"], width)
        self.assertEqual(state(order)[0], "issued", "reading is no act")
        self.fill("order_acknowledge", note="вх. 17/3")
        self.assertIn("Записано", self.body())
        self.fill("order_accept")
        self.fill("order_ask_time", until="03.03.2027", note="Чекаємо на машину")
        self.assertIn("Ви просили більше часу, до 03.03.2027", self.body())
        sql("select api.order_give_time(%s, %s, null)", order, state(order)[1], user="t_traffic")
        self.fill("order_done", note="Обрізали гілки")
        self.assertIn("не такий", self.body(), "the unit was first: it is told, and nothing was done")
        self.assertIn("03.03.2027", self.body())
        self.fill("order_done", note="Обрізали гілки")
        self.assertIn("власник повідомив про усунення", self.body())
        self.assertEqual(state(order)[0], "reported-done")
        self.assertEqual([step[0] for step in steps(order) if step[1] == "owner"], ["order_acknowledge", "order_accept", "order_ask_time", "order_done"])
        self.driver.back()
        self.driver.refresh()
        self.shot("done")
        self.assertEqual(len([step for step in steps(order) if step[0] == "order_done"]), 1, "sent again, it is done once")
        self.assertEqual(web.complaints(self.driver), [])

    def test_photos(self):
        """The owner sees what the officer took, and sends a photo of what was done, with a file that is none first."""
        order = issued("дорогу розмито за зупинкою")
        defect = sql("select defect_id from varta.order_defect where order_id = %s", order)[0][0]
        sql("select api.defect_photo(%s, 'before', %s)", defect, photos.png(640, 480), user="t_traffic")
        kept = "select 1 from varta.attachment where {}_id = %s and hash is not null"
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: sql(kept.format("defect"), defect))
        web.complaints(self.driver)
        self.driver.get(f"{self.nginx.url}/link/{token(order)}")

        def shown():
            return [(image.get_attribute("alt"), image.get_property("naturalWidth")) for image in self.driver.find_elements(By.TAG_NAME, "img")]
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: shown() and shown()[0][1])
        self.assertRegex(shown()[0][0], r"^до усунення, \d\d\.\d\d\.\d{4}$")
        self.assertEqual(shown()[0][1], 640)
        width = self.driver.find_element(By.TAG_NAME, "html").size["width"]
        self.assertLessEqual(self.driver.find_element(By.TAG_NAME, "img").size["width"], width, "it fits on a telephone")
        paths = {}
        for name, data in (("page.jpg", b"<html>"), ("фото.jpg", photos.jpeg(1) + b"x" * 2000000), ("long.jpg", photos.jpeg(1) + b"x" * 11000000)):
            paths[name] = f"{os.environ['TMPDIR']}/{name}"
            with open(paths[name], "wb") as file:
                file.write(data)
        self.fill("order_done", photo=paths["page.jpg"], note="Засипали")
        self.assertIn("не фото", self.body())
        self.assertEqual(state(order)[0], "issued", "nothing was done")
        self.fill("order_done", photo=paths["long.jpg"], note="Засипали")
        self.assertIn("надіслане завелике. Фото може мати щонайбільше 8 МБ, файли відповіді разом — 8 МБ, PDF чи підписаний файл — 5 МБ", self.body())
        self.shot("too-long")
        self.driver.find_element(By.LINK_TEXT, "Назад до сторінки").click()
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: "Ваша відповідь" in self.body())
        self.fill("order_done", photo=paths["фото.jpg"], note="Засипали")
        self.assertIn("Записано", self.body())
        self.assertEqual(state(order)[0], "reported-done")
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: sql(kept.format("order"), order))
        self.driver.get(self.driver.current_url)
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: len(shown()) == 2 and all(wide for _, wide in shown()))
        self.assertIn("надіслав власник", shown()[1][0])
        self.shot("photos")
        self.assertRegex(" ".join(web.complaints(self.driver)), "^[^ ]+ - Failed to load resource: the server responded with a status of 413 [^ ]*$", "nothing else")

    def test_reject(self):
        order = issued("не наш знак")
        self.driver.get(f"{self.nginx.url}/link/{token(order)}")
        self.fill("order_reject", note="Знак належить КП «Світло»")
        self.assertEqual(state(order)[0], "rejected")
        self.assertIn("Знак належить КП «Світло»", self.body())

    def test_nothing_is_told(self):
        order = issued("ще один знак")
        link = token(order)
        altered = link[:7] + ("0" if link[7] != "0" else "1") + link[8:]
        sources = []
        sql("select api.order_unlink(%s)", str(order), user="t_traffic")
        for path in (link, altered, "0" * 40):
            self.driver.get(f"{self.nginx.url}/link/{path}")
            sources.append(self.driver.page_source)
        self.shot("unknown")
        self.assertEqual(len(set(sources)), 1)
        self.assertIn("Це посилання нічого не відкриває", self.body())
        self.assertNotIn("ще один знак", sources[0])

    def test_the_paper(self):
        order = issued("знак для паперу")
        WebDriverWait(self.driver, web.PATIENCE).until(lambda _: sql("select 1 from varta.document where of_id = %s and pdf is not null", order))
        key = sql("select key from varta.document where of_id = %s", order)[0][0]
        self.driver.get(f"{self.nginx.url}/document/{key}")
        self.shot("paper")
        self.assertIn("Такий припис справді є", self.body())

    def test_the_log_of_nginx(self):
        link = token(issued("знак для журналу"))
        self.driver.get(f"{self.nginx.url}/link/{link}")
        log = self.nginx.log("varta.access.log")
        self.assertIn("GET /link/\"", log, "it is there, without what stands behind it")
        self.assertNotIn(link, log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
