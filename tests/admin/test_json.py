"""What --json prints is harmless on a terminal, and still exactly what is stored: controls and what turns the
order of the writing around stand there as \\u."""
import json
import unittest

import hostile
from case import OK, Case


class Json(Case):
    def test_a_name_that_acts_on_a_terminal_printed_raw(self):
        for i, title in enumerate(t for t in hostile.TITLES.values() if len(t) <= 100 and "\x1b" not in t):
            code = f"json{i}"
            self.ctl(OK, "city", "add", code, "--name", title, "--name-en", "X", user="t_super")
            printed = self.ctl(OK, "city", "list", "--json", user="t_super")
            self.assertIsNone(hostile.BAD.search(printed), printed)
            names = {city["code"]: city["name"] for city in json.loads(printed)}
            self.assertEqual(names[code], title)
        self.assertGreaterEqual(i, 3)
        self.assertIn("\\u009b", printed)
        self.assertIn("\\u202e", printed)


if __name__ == "__main__":
    unittest.main()
