"""The command line: options, complaints that name the thing and the place, and the keys' own checks."""
import os
import subprocess
import unittest


class Usage(unittest.TestCase):
    def varta(self, status, *args, say=(), env=None):
        done = subprocess.run([os.environ["VARTA_BUILD"] + "/console/varta", *args], text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, env=dict(os.environ, **(env or {})), check=False)
        shown = f"varta {' '.join(args)}\n{done.stdout}{done.stderr}"
        self.assertEqual(done.returncode, status, shown)
        for word in [say] if isinstance(say, str) else say:
            self.assertIn(word, done.stdout + done.stderr, shown)
        return done.stdout

    def keys(self, status, text, say):
        path = os.path.join(os.environ["TMPDIR"], "keys.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return self.varta(status, "keys", "check", path, say=say)

    def test_options(self):
        self.varta(0, "-h", say="usage: varta")
        self.varta(0, "-V", say="varta ")
        self.varta(2, "-x", say="usage: varta")
        self.varta(2, "nonsense", say="usage: varta")
        self.varta(2, "-f", "colour:red", say="'colour:red' is none of")
        self.varta(2, "-l", "fr", say="language 'fr'")
        self.varta(1, "-c", "/nowhere.yaml", say="/nowhere.yaml")

    def test_no_terminal(self):
        self.varta(1, say="have to be a terminal", env={"XDG_STATE_HOME": os.environ["TMPDIR"]})

    def test_keys_list(self):
        listed = self.varta(0, "keys", "list")
        self.assertRegex(listed, r"any +accept +a ф +accept")
        self.assertRegex(listed, r"queue +filter +/ f а +filter")

    def test_keys_check(self):
        self.keys(0, "queue:\n  filter: [z]\n  show-new: null\n", [])
        self.keys(1, "queue:\n  fly: [z]\n", "keys.yaml:2: no such action: 'fly'")
        self.keys(1, "bridge:\n  up: [z]\n", "keys.yaml:1: no such screen: 'bridge'")
        self.keys(1, "any:\n  up: [PgSideways]\n", "keys.yaml:2: no such key: 'PgSideways'")
        self.keys(1, "any:\n  up:\n    - k\n    - a\n", "keys.yaml:4: 'a' is bound twice in 'any': to 'accept' and to 'up'")
        self.keys(1, "compose:\n  save: [s]\n", "keys.yaml:2: 's' is typed as text in 'compose'")
        self.keys(1, "any: [up\n", "keys.yaml:")
        self.varta(1, "keys", "check", "/nowhere.yaml", say="cannot read '/nowhere.yaml'")
        self.varta(2, "keys", "sort", say="usage")

    def test_built_in_key_maps(self):
        """Each can be chosen by its name, and included by one's own, which has the last word."""
        listed = self.varta(0, "keys", "list")
        for name, line in ("vim", r"any +first +Home gg пп +first"), ("function-keys", r"any +accept +a ф F2 +accept"):
            self.varta(0, "keys", "check", name)
            self.assertNotRegex(listed, line)
            config = os.path.join(os.environ["TMPDIR"], "varta.yaml")
            with open(config, "w", encoding="utf-8") as file:
                file.write(f"console:\n  keymap: {name}\n")
            self.assertRegex(self.varta(0, "-c", config, "keys", "list"), line)
            self.keys(0, f"include: {name}\nany:\n  accept: [y]\n", [])
        self.keys(0, "include: [vim, function-keys]\n", [])
        self.keys(1, "include: nowhere.yaml\n", "/nowhere.yaml': No such file")
        self.keys(1, "include: keys.yaml\n", "keys.yaml:1: 'keys.yaml' cannot be included here")
        self.keys(1, "include: vim\nany:\n  accept: [g]\n", "keys.yaml:3: 'gg' in 'any' cannot be reached: 'g' is bound to 'accept'")

    def test_keymap_of_the_configuration(self):
        keys, config = (os.path.join(os.environ["TMPDIR"], name) for name in ("mine.yaml", "varta.yaml"))
        with open(keys, "w", encoding="utf-8") as file:
            file.write("any:\n  accept: [y]\n")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"console:\n  keymap: {keys}\n")
        self.assertRegex(self.varta(0, "-c", config, "keys", "list"), r"any +accept +y н +accept")


unittest.main()
