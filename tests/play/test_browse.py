"""What the terminal cannot show opens in a browser: the photo, or the place. A photo is drawn in the terminal
where chafa is installed. The address is a resident's: it is never more than one argument, and only the web's."""
import os
import stat

import reports
from playcase import PlayCase, main

PHOTO = "https://example.org/photo.jpg?a=1&b='$(touch${IFS}pwned)'"


class Browse(PlayCase):
    def program(self, name, script):
        """Puts a program on the PATH; returns the environment."""
        folder = os.path.join(os.environ["TMPDIR"], "bin")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(path, stat.S_IRWXU)
        return {"PATH": folder + ":/usr/bin:/bin", "SEEN": os.path.join(os.environ["TMPDIR"], "seen")}

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
        number = reports.add("З фото.", media_url=PHOTO)[0]
        for cyrillic in (False, True):
            env = self.browser()
            play = self.open(number, env=env, cyrillic=cyrillic).settle()
            play.keys("o").wait("in the browser: https://example.org")
            self.assertEqual(self.seen(play, env), ["1", PHOTO])
            play.keys("O").wait("in the browser: https://www.openstreetmap.org")
            self.assertEqual(self.seen(play, env)[1],
                             "https://www.openstreetmap.org/?mlat=50.460000&mlon=30.500000#map=18/50.460000/30.500000")
            play.keys("<Enter>").wait("History").keys("o").wait("in the browser: https://example.org")
            self.seen(play, env)
            play.kill()
        self.assertFalse(os.path.exists("pwned"))

    def test_only_the_place(self):
        env = self.browser()
        for url in ("file:///etc/passwd", "--new-window", "javascript:alert(1)", "https://example.org/\x1b[31m", "http://example.org/ x"):
            number = reports.add("Дивне фото.", at=None, code="question", media_url=url)[0]
            play = self.open(number, env=env).settle()
            play.keys("o").wait("there is neither a photo nor a place")
            play.keys("O").wait("no place was given")
            play.keys("P").wait("there is no photo")
            play.kill()
        self.assertFalse(os.path.exists(env["SEEN"]))

    def test_without_a_browser(self):
        number = reports.add("Без браузера.", media_url=PHOTO)[0]
        play = self.open(number, env={"BROWSER": "no-such-browser"}).settle()
        play.keys("o").wait("in the browser: https://example.org").keys("<Enter>").wait("History")

    def test_chafa(self):
        number = reports.add("Намалюй.", media_url=PHOTO)[0]
        env = self.program("curl", 'for last; do :; done; printf %s "$last"\n')
        self.program("chafa", 'printf "drawn %s: " "$1"; cat\n')
        play = self.open(number, env=env).settle()
        play.keys("P").wait("drawn --size=80x22: " + PHOTO, "Enter goes back.").keys("<Enter>").wait("Намалюй.", "1/1")

    def test_without_chafa(self):
        number = reports.add("Не намалюєш.", media_url=PHOTO)[0]
        folder = os.path.join(os.environ["TMPDIR"], "empty")
        os.makedirs(folder, exist_ok=True)
        play = self.open(number, env={"PATH": folder}).settle()
        play.keys("P").wait("for that chafa and curl have to be installed")


main()
