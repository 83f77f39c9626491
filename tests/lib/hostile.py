"""Texts of a resident that try to act on a terminal, and what must never reach one."""
import re

TITLES = {
    "escape": "Назва \x1b]0;pwned\x07\x1b[31mчервона\x1b[2J\x1b[10;10Hтут",
    "c1": "Назва \x9b31m\x9d0;x\x9c та \x85 ще",
    "bidi": "Назва \u202eткет\u202c \u2066ізольовано\u2069 \u200f кінець",
    "combining": "Назва " + "е\u0301\u0302\u0303\u0304" * 12 + " кінець",
    "wide": "Назва 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 кінець",
    "invisible": "Назва \u200b\u200b\u00adсховано\ufeff \u2028рядок\u2029",
    "unassigned": "Назва \U000e0041\U000e0042\U0010fffd\ue000\u0378 кінець",
    "long": "Назва" + "ю" * 3000,
}
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]")
