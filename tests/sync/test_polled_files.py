"""The answers of a dozen real servers, and of specifications and test suites, each served by a server of its
own and read at once: every well-formed request is stored or refused with a reason that names the field; what
is broken, or is no list of requests, is an error in the log; and the next ones go on. What has to come of a
file is worked out here with other parsers. The files lie beside the checkout."""
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

from database import ROOT
from peers import Files
from reports import sql
from syncd import Syncd, wait_for

DATA = os.path.join(os.path.dirname(ROOT), "shared", "data")
FIELDS = ("service_request_id", "service_code", "lat", "long", "address", "description", "requested", "status")


def tree_of(element):
    if not len(element):
        return (element.text or "").strip() or None
    return {child.tag: tree_of(child) for child in element}


def requests_of(name):
    """The requests in a file, or None where it is broken or no list of them."""
    with open(name, "rb") as file:
        data = file.read()
    try:
        if name.endswith(".xml"):
            root = ElementTree.fromstring(data)
            if root.tag != "service_requests":
                return None
            found = [tree_of(child) for child in root]
        else:
            found = json.loads(data)
    except (ValueError, ElementTree.ParseError):
        return None
    if isinstance(found, dict):
        found = found.get("service_requests", [found] if "service_request_id" in found else None)
    if found and not any("service_request_id" in request for request in found):
        return None
    return found


def number_of(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def storable(request):
    """Whether nothing is wrong with a request that needs a place."""
    lat, lon = request.get("lat"), request.get("long", request.get("lon"))
    placed = lat not in (None, "") and lon not in (None, "") and not (number_of(lat) == 0 == number_of(lon))
    if placed and (number_of(lat) is None or number_of(lon) is None):
        return False
    when = request.get("requested_datetime")
    if when and not re.match(r"\d{4}-\d\d-\d\d", when):
        return False
    return bool(request.get("service_code")) and (placed or bool(request.get("address") or request.get("address_id")))


def results():
    """For each source that was read: whether it failed, and the numbers of requests stored and refused."""
    return {code: (failures, stored, refused) for code, failures, stored, refused in sql(
        "select s.code, p.failures, (select count(*) from varta.request r where r.source_id = s.id),"
        " (select count(*) from varta.poll_refusal f where f.source_id = s.id)"
        " from varta.source s join varta.poll p on p.source_id = s.id"
        " where s.transport = 'poll' and p.leased_by is null and (p.failures > 0 or p.done_at is not null)")}


def add_sources(peer, files):
    for n, name in enumerate(files):
        sql("select api.source_add('kyiv', %s, 'poll', %s, null, 'America/Los_Angeles')", f"file-{n}", f"file-{n}")
        sql("select api.source_set(%s, %s)", f"file-{n}", json.dumps({
            "url": peer.url(n), "dialect": "list", "service_map": {"*": "road"},
            "poll": {"format": "xml" if name.endswith(".xml") else "json", "closed": True, "every": "1 day", "reread": 0}}))


def check(n, name, result, log):
    failures, stored, refused = result
    found = requests_of(name)
    if found is None:
        assert failures == 1 and f"poll: 'file-{n}': " in log, (name, result)
        return 0, 0
    good = {str(r["service_request_id"]) for r in found if "service_request_id" in r and storable(r)}
    bad = {str(r.get("service_request_id", "")) for r in found} - good
    assert (failures, stored, refused) == (0, len(good), len(bad)), (name, result, len(good), len(bad))
    reasons = [reason for reason, in sql("select reason from varta.poll_refusal f join varta.source s on s.id = f.source_id where s.code = %s", f"file-{n}")]
    assert all(reason.startswith(FIELDS) for reason in reasons), (name, reasons)
    return stored, refused


def main():
    files = [name for pattern in ("open311/**/*", "transcripts/*-request*", "transcripts/fms-missing*")
             for name in sorted(glob.glob(f"{DATA}/{pattern}", recursive=True)) if os.path.splitext(name)[1] in Files.TYPES]
    if not files:
        print("no data in ../shared/data/open311")
        return 77
    sql("update varta.transport set base = '2 hours', longest = '4 hours' where code = 'poll'")
    with Files(files) as peer, Syncd(settings=("push_timeout: 5s", "batch: 100")) as syncd:
        add_sources(peer, files)
        wait_for("all files", lambda: len(results()) == len(files), 120)
        log, found = syncd.log(), results()
    sums = [check(n, name, found[f"file-{n}"], log) for n, name in enumerate(files)]
    stored, refused = (sum(column) for column in zip(*sums))
    failed = sum(failures for failures, *_ in found.values())
    print(f"{len(files)} files: {stored} requests stored, {refused} refused, {failed} files that are no answer")
    assert stored > 400 and refused > 0 and failed > 0
    return 0


sys.exit(main())
