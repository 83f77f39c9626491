"""The demonstration: without a terminal it brings one request the whole way and shows what the
public sees; with one it opens the console as the moderator, or as who is named. However it ends, nothing is left: no
process, no file, no server."""
import os
import shutil
import subprocess
import tempfile
import time
import unittest

from play import Play

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 120  # a sanitized build makes the city slowly


class Demo(unittest.TestCase):
    def setUp(self):
        # PostgreSQL has to enter it as its own user, which the folder of a test does not allow.
        self.folder = tempfile.mkdtemp(prefix="varta-demo-test.", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.command = [f"{ROOT}/tests/pg/private-pg", f"{ROOT}/tests/demo/demo", os.environ["VARTA_BUILD"]]
        self.env = {"TMPDIR": self.folder}

    def processes(self):
        """Those whose environment names the folder: all that the demonstration has started."""
        mark, found = f"={self.folder}".encode(), []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as environ, open(f"/proc/{pid}/cmdline") as cmdline:
                    if mark in environ.read():
                        found.append(f"{pid} {cmdline.read()}")
            except (OSError, UnicodeDecodeError):
                continue
        return found

    def assert_nothing_is_left(self):
        end = time.monotonic() + PATIENCE
        while (self.processes() or os.listdir(self.folder)) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.processes(), [])
        self.assertEqual(os.listdir(self.folder), [])

    def begin(self, *role):
        play = Play(100, 30)
        self.addCleanup(play.kill)
        play.start(command=[*self.command, *role], user="postgres", env=self.env)
        return play.wait("Київ (демо)", "Enter — почати", limit=PATIENCE).keys("<Enter>")

    def console(self):
        return self.begin().wait("Варта · Київ (демо)", "Олена Коваль", "нові 93", "прострочені 0", "повернуто: Яма")

    def test_headless(self):
        """As on an account that sets no locale at all."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LANG", "LC_"))}
        done = subprocess.run([*self.command, "headless"], env=env | self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE * 3)
        shown = done.stdout
        self.assertEqual(done.returncode, 0, shown)
        for words in ("збережено: 103", "Знак «Стоп» закрила гілка", "відповідь опубліковано", "<status>closed</status>",
                      "<description>Дякуємо! Гілку зріжуть", "<status_notes>Дякуємо! Гілку зріжуть", "Відповідь дійшла"):
            self.assertIn(words, shown)
        self.assert_nothing_is_left()

    def test_leaving_the_console_stops_everything(self):
        self.console().keys("q").wait_end(0)
        self.assert_nothing_is_left()

    def test_as_another_role(self):
        """Everybody was the moderator, in a city where nobody had done anything."""
        self.begin("officer").wait("Тарас Бондар", "Повідомлення дільничним", "Подяка дільничному").keys("Q").wait_end(0)
        self.assert_nothing_is_left()

    def test_no_such_role(self):
        done = subprocess.run([*self.command, "mayor"], env=os.environ | self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (1, "demo: no role 'mayor': moderator, officer, traffic, expert, auditor, admin, or headless\n"))

    def test_a_closed_terminal_stops_everything(self):
        play = self.console()
        os.close(play.fd)
        play.fd = None
        self.assert_nothing_is_left()


if __name__ == "__main__":
    unittest.main()
