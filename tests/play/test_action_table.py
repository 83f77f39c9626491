"""The console's table of acts says what the database says of itself (api.actions()): each act has its function, takes
arguments that the function has, leaves out none that it needs, and is undone where the database undoes it. And each
action of the database is in the table, so that no screen and no command is forgotten."""
import os
import re
import unittest

import reports

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ARGUMENT = re.compile(r'\{"(\w+)", INPUT_(\w+)(, REQUIRED)?\}')


def table():
    """The rows of acts.def by the name of the function."""
    with open(f"{ROOT}/console/terminal/acts.def", encoding="utf-8") as file:
        rows = re.findall(r'^ACT\((\w+), "([a-z-]+)",(.*?)\)$(?=\n\n)', file.read(), re.M | re.S)
    acts = {}
    for _, name, row in rows:
        function = re.search(r'\.function = "(\w+)"', row)
        with_text = re.search(r'\.with_text = "(\w+)"', row)
        arguments = {a: bool(required) for a, _, required in ARGUMENT.findall(row)}
        undoable = ".undoable = true" in row
        keyed = ".keyed = true" in row
        if with_text:
            acts[with_text.group(1)] = {"arguments": arguments, "undoable": None, "keyed": keyed}
            arguments = {}
        acts[function.group(1) if function else name.replace("-", "_")] = {"arguments": arguments, "undoable": undoable, "keyed": keyed}
    del acts["claim"]  # asked of the queue, not of a request
    return acts


class ActionTable(unittest.TestCase):
    def test_it_agrees_with_the_database(self):
        acts = table()
        self.assertGreaterEqual(len(acts), 24)
        actions = {name: (arguments, undoable) for name, arguments, undoable in
                   reports.sql("select name, arguments, undoable from api.actions()", user="t_moderator")}
        self.assertEqual(sorted(acts), sorted(actions))
        for name, act in acts.items():
            arguments, undoable = actions[name]
            with self.subTest(name):
                self.assertLessEqual(set(act["arguments"]), {a["name"] for a in arguments}, "no argument that is not there")
                self.assertLessEqual({a["name"] for a in arguments if a["required"]}, set(act["arguments"]), "none is left out")
                self.assertEqual(act["keyed"], "key" in {a["name"] for a in arguments}, "a key is given where one is taken")
                if act["undoable"] is not None:
                    self.assertEqual(act["undoable"], undoable)
                    self.assertLessEqual({a["name"] for a in arguments if a["required"]},
                                         {a for a, needed in act["arguments"].items() if needed}, "what is needed is asked for")


if __name__ == "__main__":
    unittest.main()
