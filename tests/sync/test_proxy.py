"""The example for nginx, as it is shipped, in front of the daemon: TLS, submissions through it, static trees
beside it, each file packed and with the headers that keep a browser from running anything foreign."""
import concurrent.futures
import gzip
import http.client
import os
import re
import ssl
import sys
import urllib.parse

import photos
import tree
import web
from reports import act, sql, version
from syncd import FORM, KEYS, Syncd, wait_for
from tree import Tree, accept

ASKED = f"/open311/v2/discovery.json?jurisdiction_id=kyiv&api_key={KEYS['kyiv']}"
ROOT, MEDIA = f"{os.environ['TMPDIR']}/public", f"{os.environ['TMPDIR']}/media"
TYPES = {"index.html": "text/html; charset=utf-8", "days.json": "application/json; charset=utf-8", "site/site.js": "text/javascript; charset=utf-8",
         "answers.atom": "application/atom+xml; charset=utf-8", "all.geojson": "application/geo+json; charset=utf-8",
         "site/site.css": "text/css; charset=utf-8"}


def check_tls(server):
    """Who does not trust the authority gets nothing, nor who speaks an old protocol."""
    try:
        http.client.HTTPSConnection("127.0.0.1", server.port, timeout=10).request("GET", "/")
        raise AssertionError("a stranger's certificate was trusted")
    except ssl.SSLCertVerificationError:
        pass
    connection = server.connect()
    connection.connect()
    assert connection.sock.version() in ("TLSv1.2", "TLSv1.3"), connection.sock.version()
    connection.close()


def check_submission(server):
    """A submission arrives, and again, and is there once."""
    form = urllib.parse.urlencode({"service_code": "road", "lat": "50.46", "long": "30.50", "description": "Через nginx",
                                   "attribute[fixmystreet_id]": "77", "api_key": KEYS["kyiv"], "jurisdiction_id": "kyiv"})
    answers = [server.request("POST", "/open311/v2/requests.json", form, {"Content-Type": FORM}) for _ in range(2)]
    numbers = {answer.json[0]["service_request_id"] for answer in answers}
    assert [answer.status for answer in answers] == [200, 200] and len(numbers) == 1, answers
    assert sql("select count(*) from varta.submission where external_id = '77'")[0][0] == 1
    assert server.request("POST", "/open311/v2/requests.json", "x" * 100_000, {"Content-Type": FORM}).status == 413


def check_photo(server, public):
    """A photo that is uploaded shows in the page of its request, for as long as that is public."""
    border, fields = "border", {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"]}
    body = "".join(f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body += f'--{border}\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n\r\n'
    answer = server.request("POST", "/open311/v2/media.json", body.encode() + photos.jpeg(9) + f"\r\n--{border}--\r\n".encode(),
                            {"Content-Type": f"multipart/form-data; boundary={border}"})
    assert answer.status == 200, answer
    form = {"service_code": "road", "lat": "50.46", "long": "30.50", "description": "З фото",
            "media_url": re.search(r"https?://[^\"]+", answer.text)[0].replace("\\/", "/"), "api_key": KEYS["kyiv"], "jurisdiction_id": "kyiv"}
    answer = server.request("POST", "/open311/v2/requests.json", urllib.parse.urlencode(form), {"Content-Type": FORM})
    number = int(answer.json[0]["service_request_id"])
    act("t_moderator", "accept", number, version(number))
    url = wait_for("photo in the page", lambda: public.has(public.page(number)) and
                   re.search(r'<img src="(/media/[^"]+)"', public.read(public.page(number))))[1]
    picture = server.get(url)
    assert picture.status == 200 and picture.headers["content-type"] == "image/jpeg" and picture.body[:2] == b"\xff\xd8", picture
    act("t_moderator", "withdraw", number, version(number), None)
    assert server.get(url).status == 404


def check_file(server, public, name, content_type=None):
    plain, packed = server.get(f"/kyiv-map/{name}"), server.get(f"/kyiv-map/{name}", Accept_Encoding="gzip")
    assert plain.status == packed.status == 200, (name, plain, packed)
    with open(public.path(name), "rb") as file:
        assert plain.body == file.read() == gzip.decompress(packed.body), name
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    for answer in (plain, packed):
        assert content_type in (None, answer.headers["content-type"]), (name, answer.headers)
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"
        assert "script-src 'self'" in answer.headers["content-security-policy"], answer.headers
        assert answer.headers["vary"] == "Accept-Encoding" and answer.headers["cache-control"] == "max-age=60", answer.headers
    assert server.get(f"/kyiv-map/{name}", If_None_Match=plain.headers["etag"]).status == 304


def check_hidden(server, public):
    """Locks, halves of files, and what is outside."""
    with open(public.path("r/half.new"), "w", encoding="ascii") as file:
        file.write("half")
    for path in ("/kyiv-map/.lock", "/kyiv-map/r/half.new", "/kyiv-map/../../../etc/passwd", "/kyiv-map/%2e%2e/%2e%2e/etc/passwd",
                 "/kyiv-map/r/0/999.html", "/kyiv-map/r/0/", "/"):
        answer = server.get(path)
        assert answer.status in (400, 403, 404) and b"half" not in answer.body, (path, answer)
    moved = server.get("/kyiv-map")
    assert moved.status == 301 and moved.headers["location"] == "/kyiv-map/", moved.headers


def check_secrets_in_paths(server):
    """A key that is sent to a place that is not there, or behind a wrong sign; the secret of a link."""
    for path in (f"/Open311/requests.json?api_key={KEYS['kyiv']}", f"/open311/v2/requests.json&api_key={KEYS['kyiv']}",
                 f"/kyiv-map/key={KEYS['kyiv']}", f"/kyiv-map/absent?api_key={KEYS['kyiv']}", f"/mail/confirm/{'5' * 40}",
                 f"/mail/bounce?api_key={KEYS['kyiv']}"):
        assert server.get(path).status in (404, 503), path


def check_crowd(server):
    """Who calls the endpoint too often is told so; the trees bear it."""
    def status(path):
        return server.get(path).status

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(status, [ASKED] * 150))
        pages = list(pool.map(status, ["/kyiv-map/index.html"] * 150))
    assert set(statuses) == {200, 429} and pages == [200] * 150, (statuses, pages)


def check_away(server, syncd):
    """Without the daemon there are still the trees."""
    syncd.stop()
    assert server.get(ASKED).status == 502
    assert server.get("/kyiv-map/index.html").status == 200


def check_keys_in_the_log(server):
    """Asked, asked too often, and asked while the daemon was away: the site's key and the query stand in no log."""
    access, errors = server.log("varta.access.log"), server.log("varta.error.log") + server.log()
    for status in (200, 429, 502):
        assert f'"GET /open311/v2/discovery.json" {status} ' in access, access[-1000:]
    assert '"GET /mail/confirm/" ' in access and '"GET /Open311/requests.json" 404' in access, access[-3000:]
    for word in ("api_key", KEYS["kyiv"], "jurisdiction_id", "5555"):
        assert word not in access and word not in errors, word


def main():
    os.mkdir(ROOT)
    os.mkdir(MEDIA)
    public = Tree(ROOT, "kyiv-map")
    tree.add_source("kyiv-map")
    number, = accept("Яма <b>")
    with Syncd(settings=(f"publish: {ROOT}", f"media_dir: {MEDIA}")) as syncd, web.Nginx(ROOT, syncd.port) as server:
        wait_for("list", lambda: tree.is_built("kyiv-map") and public.has("all.geojson"))
        check_tls(server)
        check_submission(server)
        for name, content_type in TYPES.items():
            check_file(server, public, name, content_type)
        for end, content_type in (("html", "text/html; charset=utf-8"), ("json", "application/json; charset=utf-8")):
            check_file(server, public, public.page(number, end), content_type)
        check_photo(server, public)
        check_hidden(server, public)
        check_secrets_in_paths(server)
        check_crowd(server)
        check_away(server, syncd)
        check_keys_in_the_log(server)


sys.exit(main())
