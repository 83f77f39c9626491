"""Statuses, states and kinds stand in the code by name (varta.status_new() and the like in the migration 'lookups'), not as
bare numbers, which nobody can look for."""
import re
import unittest

import sqltext

COLUMN = r"\b(?:\w+\.|[pv]_|from_|to_)?(?:status|state|kind)"
BARE = re.compile(COLUMN + r"\s*(?:=|<>|<=?|>=?|(?:not )?in \()\s*\(?-?\d"  # q.status = 3, state in (1, 2)
                  r"|case " + COLUMN + r"\s+when \d"
                  r"|coalesce\(" + COLUMN + r", \d"
                  r"|\w+\(r, \d::smallint"                                  # add_to_outbox(r, 2::smallint)
                  r"|\b\d (?:=|<>|<=?|>=?) (?:all|any)\([\w.]*(?:status|state|kind)", re.S)


def bare(text):
    """The bare numbers in a file of code, comments and texts about functions aside."""
    text = re.sub(r"--[^\n]*", "", text)
    text = re.sub(r"(?m)^comment on [^;']*'(?:[^']|'')*';", "", text)
    return [match.group() for match in BARE.finditer(text)]


class Names(unittest.TestCase):
    def test_no_bare_number(self):
        self.assertEqual({path: found for path in sqltext.code_files() for found in [bare(sqltext.read("code/" + path))] if found}, {})

    def test_bare_numbers_are_found(self):
        for text in ("where q.status = 3", "state in (1, 2)", "q.status not in (1)", "set status = 2", "case r.status\n when 3", "p_status > 2",
                     "perform varta.add_to_outbox(r, 2::smallint)", "coalesce(o.status, 1)", "2 >= all(f.statuses)", "(q.kind = 5)", "v_state <> 4"):
            self.assertTrue(bare(text), text)
        for text in ("q.status = varta.status_new()", "-- status = 3", "n_status_code, 4", "v_state := '00000'"):
            self.assertFalse(bare(text), text)


if __name__ == "__main__":
    unittest.main()
