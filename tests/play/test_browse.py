"""What the terminal cannot show opens in a browser: the photo, or the place. A photo is drawn in the terminal
where chafa is installed. It comes from the daemon's store by a ticket, never from the address that a resident wrote."""
import json
import os
import re
import stat

import reports
from playcase import PlayCase, main

ADDRESS = "https://example.org/photo.jpg?a=1&b='$(touch${IFS}pwned)'"
STORE, HASH = "https://varta.example.org/own", "ab" * 32
PHOTO = re.compile(rf"{STORE}/media/{HASH}\.jpg\?ticket=[0-9a-f-]{{36}}")


def photographed(text, **fields):
    """A request whose photo the daemon has fetched and stripped."""
    number = reports.add(text, media_url=ADDRESS, **fields)[0]
    assert reports.sql("select sync.media_stored(city_id, id, 0, %s, 'image/jpeg', 10) from varta.request where id = %s", HASH, number)[0][0]
    return number


class Browse(PlayCase):
    def setUp(self):
        super().setUp()
        self.config = os.path.join(os.environ["TMPDIR"], "browse.yaml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"syncd:\n  public_url: {STORE}/\n")

    def program(self, name, script):
        """Puts a program on the PATH; returns the environment."""
        folder = os.path.join(os.environ["TMPDIR"], "bin")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(path, stat.S_IRWXU)
        return {"PATH": folder + ":/usr/bin:/bin", "SEEN": os.path.join(os.environ["TMPDIR"], "seen"), "VARTA_CONFIG": self.config}

    def browser(self):
        env = self.program("browser", 'printf \'%s\\n\' "$#" "$1" >"$SEEN.new"; mv "$SEEN.new" "$SEEN"\n')
        if os.path.exists(env["SEEN"]):
            os.unlink(env["SEEN"])
        return dict(env, BROWSER="browser")

    def seen(self, play, env):
        play.until(lambda: os.path.exists(env["SEEN"]), "the browser was started")
        with open(env["SEEN"], encoding="utf-8") as file:
            text = file.read().splitlines()
        os.unlink(env["SEEN"])
        return text

    def test_photo_and_place(self):
        number = photographed("З фото.")
        for cyrillic in (False, True):
            env = self.browser()
            play = self.open(number, env=env, cyrillic=cyrillic).settle()
            play.keys("o").wait("in the browser: " + STORE)
            count, url = self.seen(play, env)
            self.assertEqual(count, "1")
            self.assertRegex(url, PHOTO)
            play.keys("O").wait("in the browser: https://www.openstreetmap.org")
            self.assertEqual(self.seen(play, env)[1],
                             "https://www.openstreetmap.org/?mlat=50.460000&mlon=30.500000#map=18/50.460000/30.500000")
            play.keys("<Enter>").wait("History").keys("o").wait("in the browser: " + STORE)
            self.assertRegex(self.seen(play, env)[1], PHOTO)
            play.kill()
        self.assertFalse(os.path.exists("pwned"))

    def test_several_photos(self):
        """One after the other, the photos of what the resident wrote later at the end."""
        number = photographed("Три фото.", media_urls=[ADDRESS, f"{ADDRESS}2"])
        source = reports.sql("select id from varta.source where code = 'kyiv-site'")[0][0]
        reports.sql("select * from sync.comments(%s, %s)", source, json.dumps([{"service_request_id": str(number), "update_id": "1", "media_url": f"{ADDRESS}3"}]))
        comment = reports.sql("select id from varta.comment where request_id = %s", number)[0][0]
        for (which, n), file in {(0, 1): "cd" * 32, (comment, 0): "ef" * 32}.items():
            assert reports.sql("select sync.media_stored(city_id, id, %s, %s, 'image/jpeg', 10, %s) from varta.request where id = %s", which, file, n, number)[0][0]
        env = self.browser()
        play = self.open(number, env=env).settle()
        play.keys("<Enter>").wait(f"/media/{HASH}").wait(f"/media/{'cd' * 32}")
        for n, file in ((1, HASH), (2, "cd" * 32), (3, "ef" * 32), (1, HASH)):
            play.keys("o").wait(f"photo {n} of 3")
            self.assertIn(f"{STORE}/media/{file}.jpg?ticket=", self.seen(play, env)[1])
        play.kill()

    def test_only_the_place(self):
        env = self.browser()
        for url in ("file:///etc/passwd", "--new-window", "javascript:alert(1)", "https://example.org/\x1b[31m", "http://example.org/ x", ADDRESS):
            number = reports.add("Дивне фото.", at=None, code="question", media_url=url)[0]
            play = self.open(number, env=env).settle()
            play.keys("o").wait("there is neither a photo nor a place")
            play.keys("O").wait("no place was given")
            play.keys("P").wait("there is no photo")
            play.kill()
        self.assertFalse(os.path.exists(env["SEEN"]))

    def test_a_resident_s_address_was_opened(self):
        """While the photo is not in the store there is none; the place opens instead."""
        number = reports.add("Ще не забране.", media_url=ADDRESS)[0]
        env = self.browser()
        play = self.open(number, env=env).settle()
        play.keys("P").wait("there is no photo")
        play.keys("o").wait("in the browser: https://www.openstreetmap.org")
        self.assertNotIn("example.org/photo", self.seen(play, env)[1])

    def test_a_store_that_is_not_known(self):
        number = photographed("Де сховище?")
        play = self.open(number, env=self.browser() | {"VARTA_CONFIG": os.environ.get("VARTA_CONFIG")}).settle()
        play.keys("o").wait("syncd.public_url is not set").keys("<Enter>").wait("History")

    def test_without_a_browser(self):
        number = photographed("Без браузера.")
        play = self.open(number, env={"BROWSER": "no-such-browser", "VARTA_CONFIG": self.config}).settle()
        play.keys("o").wait("in the browser: " + STORE).keys("<Enter>").wait("History")

    def test_chafa(self):
        number = photographed("Намалюй.")
        env = self.program("curl", 'for last; do case $last in -*L*) exit 1;; esac; done; printf %s "$last"\n')
        self.program("chafa", 'printf "drawn %s: " "$1"; cat\n')
        play = self.open(number, env=env).settle()
        play.keys("P").wait("drawn --size=80x22: " + STORE, "Enter goes back.").keys("<Enter>").wait("Намалюй.", "1/1")

    def test_without_chafa(self):
        number = photographed("Не намалюєш.")
        folder = os.path.join(os.environ["TMPDIR"], "empty")
        os.makedirs(folder, exist_ok=True)
        play = self.open(number, env={"PATH": folder, "VARTA_CONFIG": self.config}).settle()
        play.keys("P").wait("for that chafa and curl have to be installed")


main()
