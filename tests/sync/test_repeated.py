"""A report that comes again without a number of its sender's: FixMyStreet repeats a POST after any failure with the same
fields in another order, since Perl shuffles them, and was given up to four requests for one. The fields count, not how
they are written; what differs in any of them is another report; and nobody can try out what was sent from what is kept."""
import hashlib
import json
import random
import sys
import urllib.parse

from reports import sql
from syncd import FORM, KEYS, Syncd

FIELDS = [("service_code", "road"), ("lat", "50.4601"), ("long", "30.5034"), ("description", "Яма\r\n\r\nДуже & дуже глибока"),
          ("email", "citizen@example.org"), ("first_name", "Олена"), ("attribute[depth][]", "5"), ("attribute[depth][]", "7"),
          ("jurisdiction_id", "kyiv"), ("api_key", KEYS["kyiv"])]


def number(answer):
    assert answer.status == 200, answer
    return answer.json[0]["service_request_id"]


def form(syncd, fields):
    return number(syncd.request("POST", "/open311/requests.json", urllib.parse.urlencode(fields), {"Content-Type": FORM}))


def as_json(syncd, fields):
    tree = {name: value for name, value in fields if not name.startswith("attribute")}
    tree["attribute"] = {"depth": [value for name, value in fields if name.startswith("attribute")]}
    return number(syncd.request("POST", "/open311/requests.json", json.dumps(tree), {"Content-Type": "application/json"}))


def multipart(syncd, fields):
    body = "".join(f'--xYz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields) + "--xYz--\r\n"
    return number(syncd.request("POST", "/open311/requests.json", body.encode(), {"Content-Type": "multipart/form-data; boundary=xYz"}))


def changed(name, value):
    return [(n, value if n == name else v) for n, v in FIELDS]


def check_same(syncd):
    """Shuffled, escaped otherwise, in another encoding: one request."""
    chance = random.Random(11)
    first = form(syncd, FIELDS)
    for _ in range(4):
        shuffled = chance.sample(FIELDS, len(FIELDS))
        assert form(syncd, shuffled) == first, shuffled
        assert multipart(syncd, shuffled) == first, shuffled
    escaped = "&".join(f"{urllib.parse.quote(n, safe='')}={urllib.parse.quote(v, safe='')}" for n, v in reversed(FIELDS))
    assert number(syncd.request("POST", "/open311/requests.json", escaped, {"Content-Type": FORM})) == first
    assert as_json(syncd, FIELDS) == first
    assert sql("select count(*) from varta.request") == [(1,)]
    return first


def check_other(syncd, first):
    """Another value of any field, even one that is not stored, is another report; a value moved to another field, too."""
    numbers = {first, form(syncd, changed("lat", "50.4602")), form(syncd, changed("first_name", "Олен")), form(syncd, FIELDS + [("x", "")]),
               form(syncd, changed("email", "citizen@example.orgОлена")), form(syncd, FIELDS[:-3] + FIELDS[-2:])}
    assert len(numbers) == 6, numbers


def check_digest(syncd):
    """What is kept is no digest of what was sent, and goes after a day."""
    plain = "".join(f"{n}\0{v}\0" for n, v in sorted(FIELDS) if n != "api_key").encode()
    kept = {bytes(digest) for digest, in sql("select digest from varta.recent_report")}
    assert len(kept) == 6 and hashlib.sha256(plain).digest() not in kept
    assert hashlib.sha256(hashlib.sha256(plain).hexdigest().encode()).digest() not in kept
    sql("update varta.recent_report set at = at - interval '25 hours'")
    before = sql("select count(*) from varta.request")[0][0]
    form(syncd, list(reversed(FIELDS)))
    assert sql("select count(*) from varta.request")[0][0] == before + 1
    assert sql("select count(*) from varta.recent_report") == [(1,)]


def main():
    with Syncd() as syncd:
        first = check_same(syncd)
        check_other(syncd, first)
        check_digest(syncd)


sys.exit(main())
