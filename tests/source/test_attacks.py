"""varta-security(7) says what was tried and what came of it: each attack says how often it was tried and names a test
that is there, and no number is missing. It names as many fuzzers as there are."""
import glob
import os
import re
import sys

PAGE = "man/varta-security.7"
LEAST = 20  # attacks


def attacks():
    """The title and the text of each item in the section ATTACKS."""
    with open(PAGE, encoding="utf-8") as file:
        section = file.read().split(".Sh ATTACKS\n")[1].split("\n.Sh ")[0]
    return re.findall(r"^\.It (.+)\n((?:(?!\.It |\.El|\.Ss ).*\n)+)", section, re.M)


def main():
    found = attacks()
    assert len(found) >= LEAST, len(found)
    for title, text in found:
        assert "@" not in text, f"'{title}' still has to be counted"
        tests = re.findall(r"tests/[\w/.]+\.(?:py|sql|sh|c)\b", text)
        assert tests, f"'{title}' names no test"
        for test in tests:
            assert os.path.exists(test), f"'{title}' names {test}, which is not there"
            assert not test.endswith(".c") or test.startswith("tests/unit/"), test
    said = [int(n) for _, text in found for n in re.findall(r"of each of (\d+) fuzzers", text)]
    assert said == [len(glob.glob("tests/fuzz/*.c"))], f"{PAGE} tells of {said} fuzzers, tests/fuzz/ has {len(glob.glob('tests/fuzz/*.c'))}"


sys.exit(main())
