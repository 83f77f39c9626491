"""Photos: fetched from where a report says, or uploaded before it; only what is a picture is kept, and
of it the picture alone; the public sees that of a public request, and nobody that of another; what
nobody needs any more goes. Servers that answer wrongly, endlessly or from within the network get
nowhere."""
import hashlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import photos
import reports
from reports import act, sql
from syncd import KEYS, Syncd, wait_for

FOLDER = tempfile.mkdtemp(prefix="media.")
SETTINGS = (f"media_dir: {FOLDER}", "media_max: 100000", "media_private: true", "request_timeout: 3s")
PICTURES = {"/1.jpg": photos.jpeg(), "/2.png": photos.png(), "/3.webp": photos.webp(), "/page.jpg": b"<html><script>alert(1)</script>",
            "/cut.jpg": photos.PLAIN_JPEG[:250], "/bomb.png": photos.bomb(), "/svg.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "/long.jpg": photos.PLAIN_JPEG + b"x" * 200000, "/empty.jpg": b"", "/gif.jpg": b"GIF89a" + b"x" * 50}


class Site(http.server.BaseHTTPRequestHandler):
    """A site with photos: what it was asked for is in asked, what it says instead in moods."""
    asked, moods = [], {}

    def do_GET(self):
        Site.asked.append(self.path)
        status = Site.moods.get(self.path, 200 if self.path in PICTURES else 404)
        if status == "half":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(PICTURES["/1.jpg"][:100])
            return
        if status == "never":
            time.sleep(5)
            return
        body = PICTURES.get(self.path, b"")
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/1.jpg")
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def photo(number):
    """Hash, why it is refused, attempts."""
    return sql("select hash, refused, attempts from varta.photo where request_id = %s and comment_id = 0", number)[0]


def stored(number):
    return wait_for("photo", lambda: photo(number)[0])


def fetched():
    """How often the site was asked, but for what is asked again and again."""
    return sum("/empty.jpg" not in str(what) for what in Site.asked)


def refused(number):
    return wait_for("refusal", lambda: photo(number)[1])


def files():
    return {name for _, _, names in os.walk(FOLDER) for name in names}


def content(name):
    with open(f"{FOLDER}/{name[:2]}/{name}", "rb") as file:
        return file.read()


def url_of(syncd, number, own=True):
    query = {"jurisdiction_id": "kyiv", **({"api_key": KEYS["kyiv"]} if own else {})}
    return syncd.get(f"requests/{number}.json", query).json[0].get("media_url")


def path_of(url):
    return urllib.parse.urlsplit(url).path


def upload(syncd, data, key=KEYS["kyiv"], name="media"):
    border = "border"
    texts = {"jurisdiction_id": "kyiv", **({"api_key": key} if key else {})}
    body = b"".join(f"--{border}\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n".encode() for k, v in texts.items())
    body += f"--{border}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.php\"\r\nContent-Type: text/html\r\n\r\n".encode()
    body += data + f"\r\n--{border}--\r\n".encode()
    return syncd.request("POST", "/open311/v2/media.json", body, {"Content-Type": f"multipart/form-data; boundary={border}"})


def check_fetched(syncd, site):
    """Each kind, whatever its name says; the picture is left, and how it is turned."""
    numbers = {}
    for path, kind in (("/1.jpg", "image/jpeg"), ("/2.png", "image/png"), ("/3.webp", "image/webp")):
        number = numbers[path] = syncd.report(description=f"Фото {path}", media_url=site + path)
        name = stored(number)
        kept = content(name)
        assert hashlib.sha256(kept).hexdigest() == name
        assert photos.PLACE in PICTURES[path] and photos.PLACE not in kept and b"telephone" not in kept, path
        assert len(kept) < len(PICTURES[path]) and b"MPF" not in kept and b"adobe" not in kept
        assert sql("select type, bytes from varta.media where hash = %s", name) == [(kind, len(kept))]
    kept = content(photo(numbers["/1.jpg"])[0])
    assert kept.count(b"\xff\xd8\xff") == 1 and kept.endswith(b"\xff\xd9"), "one picture, and nothing behind it"
    assert photos.exif(6)[4:10] in kept and b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept, "it is still turned"
    return numbers["/1.jpg"]


def check_public(syncd, number):
    """Nobody outside sees it before the request is accepted, nor after it is not public any more."""
    path = path_of(url_of(syncd, number))
    assert path == f"/media/{photo(number)[0]}.jpg", path
    assert syncd.request("GET", path).status == 404
    act("t_moderator", "accept", number, 1)
    answer = syncd.request("GET", path)
    assert answer.status == 200 and answer.body == content(photo(number)[0]), answer
    assert answer.headers["content-type"] == "image/jpeg" and answer.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in answer.headers["cache-control"]
    assert path_of(url_of(syncd, number, own=False)) == path
    for wrong in (path.replace(".jpg", ".png"), path[:-4], path + "x", "/media/" + "0" * 64 + ".jpg", "/media/../varta.yaml", "/media/x.jpg"):
        assert syncd.request("GET", wrong).status == 404, wrong
    act("t_moderator", "withdraw", number, reports.version(number))
    assert syncd.request("GET", path).status == 404
    secret = syncd.report(description="Повідомлення", service_code="message", media_url=sql("select media_url from varta.request where id = %s", number)[0][0])
    assert stored(secret) == photo(number)[0]
    act("t_officer", "accept", secret, 1)
    assert syncd.request("GET", path).status == 404, "a photo in a message is nobody's business"
    ticketed = sql("select api.photo(%s)", secret, user="t_officer")[0][0]
    answer = syncd.request("GET", ticketed)
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store", answer
    assert syncd.request("GET", ticketed[:-1] + ("0" if ticketed[-1] != "0" else "1")).status == 404
    return secret


def check_no_picture(syncd, site):
    """What is none is refused for good, with the reason."""
    before = files()
    for path, word in (("/page.jpg", "neither"), ("/svg.png", "neither"), ("/gif.jpg", "neither"), ("/cut.jpg", "not a whole JPEG"),
                       ("/bomb.png", "60000 by 60000"), ("/long.jpg", "longer than 100000"), ("/empty.jpg", "empty"), ("/none.jpg", "404")):
        number = syncd.report(description=f"Не фото {path}", media_url=site + path)
        if path == "/empty.jpg":
            wait_for("attempt", lambda: photo(number)[2] >= 1 and "empty" in syncd.log())
        else:
            assert word in refused(number), (path, photo(number))
    assert files() == before


def check_moods(syncd, site):
    """Half a body, a broken server, silence: later again. A redirection is not followed."""
    for mood in ("half", 503, "never", 302):
        path = f"/1.jpg?{mood}"
        PICTURES[path] = PICTURES["/1.jpg"]
        Site.moods[path] = mood
        number = syncd.report(description=f"Настрій {mood}", media_url=site + path)
        wait_for("second attempt", lambda: photo(number)[2] >= 2)
        assert photo(number)[:2] == (None, None), photo(number)
        del Site.moods[path]
        stored(number)


def check_upload(syncd, site):
    """A site uploads first and names the photo in the report; a stranger cannot, and a page is none."""
    answer = upload(syncd, photos.jpeg(1))
    assert answer.status == 200, answer
    url = answer.json[0]["media_url"]
    assert photos.PLACE not in content(os.path.basename(url)[:64]) and syncd.request("GET", path_of(url)).status == 404
    asked = fetched()
    number = syncd.report(description="Завантажене", media_url=url)
    assert stored(number) == os.path.basename(url)[:64] and fetched() == asked
    assert url_of(syncd, number) == url
    other = syncd.report(description="Вигадане", media_url=url.replace(os.path.basename(url)[:8], "00000000"))
    assert "uploaded" in refused(other)
    for data, key, status in ((b"<html>", KEYS["kyiv"], 415), (photos.bomb(), KEYS["kyiv"], 415), (photos.PLAIN_JPEG[:200], KEYS["kyiv"], 415),
                              (photos.PLAIN_JPEG, None, 400), (photos.PLAIN_JPEG, "wrong", 403), (b"", KEYS["kyiv"], 400),
                              (b"\xff\xd8\xff" + b"x" * 300000, KEYS["kyiv"], 413)):
        answer = upload(syncd, data, key)
        assert answer.status == status, (data[:20], answer)
    assert upload(syncd, photos.PLAIN_JPEG, name="other").status == 400


def check_several(syncd, site):
    """A report and a comment with several photos, as media_url given several times or as a list: all of them are there, in
    their order, what is given twice once; the page has them, and the calls."""
    urls = [f"{site}/{name}" for name in ("1.jpg", "3.webp", "2.png")]
    number = syncd.report(description="Три фото", media_url=[*urls, urls[0]])
    listed = syncd.request("POST", "/open311/requests.json", json.dumps(
        {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"], "service_code": "road", "lat": 50.46, "long": 30.5, "description": "Списком", "media_urls": urls}),
        {"Content-Type": "application/json"})
    listed = int(listed.json[0]["service_request_id"])
    syncd.post("servicerequestupdates.json", {"service_request_id": number, "update_id": "p", "description": "Ще два", "media_url": urls[1:]})
    places = "select n, hash from varta.photo where request_id = %s and (comment_id = 0) = %s and hash is not null order by n"
    for request, own, n in ((number, True, 3), (listed, True, 3), (number, False, 2)):
        wait_for("photos", lambda: len(sql(places, request, own)) == n)
    found = sql(places, number, True)
    assert [n for n, _ in found] == [0, 1, 2] and found == sql(places, listed, True) and found[0][1] != found[2][1], found
    act("t_moderator", "accept", number, 1)
    shown = syncd.get(f"requests/{number}.json", {"jurisdiction_id": "kyiv"}).json[0]
    assert [os.path.basename(url)[:64] for url in shown["media_urls"]] == [name for _, name in found] and shown["media_url"] == shown["media_urls"][0], shown
    assert all(syncd.request("GET", path_of(url)).status == 200 for url in shown["media_urls"])
    tree = syncd.get(f"requests/{number}.xml", {"jurisdiction_id": "kyiv"}).xml
    assert [e.text for e in tree.findall("request/media_urls/media_url")] == shown["media_urls"] and tree.findtext("request/media_url") == shown["media_url"]
    late = syncd.report(description="Перше не адреса", media_url=["see attachment", urls[1]])
    asked = time.monotonic()
    wait_for("the second", lambda: sql("select n, hash from varta.photo where request_id = %s and hash is not null", late))
    assert time.monotonic() - asked < 3, "the daemon is woken for any of them"
    comment = sql(places, number, False)[1][1]
    assert comment == found[2][1], "the file is the same, and public as a photo of the report"
    doc = sql("select doc from varta.source s cross join lateral sync.publish_requests(s.id, %s) where s.code = 'kyiv-site'", [number])[0][0]
    assert [os.path.basename(path)[:64] for path in doc["media_urls"]] == [name for _, name in found], doc


REPORT = {"jurisdiction_id": "kyiv", "api_key": KEYS["kyiv"], "service_code": "road", "lat": "50.46", "long": "30.5", "description": "Із файлом"}


def send(syncd, call="requests", report=None, **named):
    return syncd.request("POST", f"/open311/{call}.json", *photos.multipart(dict(REPORT, **(report or {})), **named))


def check_in_report(syncd):
    """Photos within a report or a later word, as a FixMyStreet with upload_files sends them: they are kept, stripped, and by
    their bytes the report is known when it comes again; what is kept of the body is its text."""
    before = len(Site.asked)
    answer = send(syncd, photo1=photos.jpeg(), photo2=photos.png(9, 9))
    assert answer.status == 200, answer
    number = int(answer.json[0]["service_request_id"])
    wait_for("photos", lambda: sql("select count(hash) from varta.photo where request_id = %s", number) == [(2,)])
    act("t_moderator", "accept", number, 1)
    shown = syncd.get(f"requests/{number}.json", {"jurisdiction_id": "kyiv"}).json[0]["media_urls"]
    for url, plain in zip(shown, (b"\xff\xd8", b"\x89PNG")):
        file = syncd.request("GET", path_of(url))
        assert file.status == 200 and file.body.startswith(plain) and photos.PLACE not in file.body
    raw = sql("select raw from varta.submission where request_id = %s", number)[0][0]
    assert "Із файлом" in raw and 'name="photo1"' in raw and "\ufffd" not in raw and len(raw) < 1500 and KEYS["kyiv"] not in raw, raw
    again = send(syncd, photo2=photos.png(9, 9), photo1=photos.jpeg())
    assert again.json[0]["service_request_id"] == str(number), "the same, its parts in another order"
    other = send(syncd, photo1=photos.jpeg(), photo2=photos.png(8, 9))
    assert other.status == 200 and other.json[0]["service_request_id"] != str(number), "another photo is another report"
    none = send(syncd, photo=b"")
    assert none.status == 200 and not sql("select 1 from varta.photo where request_id = %s", int(none.json[0]["service_request_id"])), "a form without a photo"
    comment = send(syncd, "servicerequestupdates", {"service_request_id": str(number), "update_id": "file"}, photo=photos.webp())
    assert comment.status == 200, comment
    wait_for("photo of it", lambda: sql("select p.hash from varta.photo p join varta.comment c on c.id = p.comment_id where c.update_id = 'file'")[0][0])
    assert not [path for path in Site.asked[before:] if "/media/" in path], "nothing of that is fetched"


def check_no_photo_in_report(syncd):
    """What is none is refused with words, and nothing of it stored: neither the report nor a file."""
    had, kept = sql("select count(*) from varta.request"), files()
    for report, named, status, words in (
            ({}, {"media": b"<html>"}, 415, "file 1: neither JPEG nor PNG nor WebP"), ({}, {"a": photos.png(7, 7), "b": photos.bomb()}, 415, "file 2: "),
            ({}, {"media": b"\xff\xd8\xff" + b"x" * 100000}, 413, "file 1 is longer than 100000 bytes"),
            ({}, {"media": b"\xff\xd8\xff" + b"x" * 500000}, 413, "the body is longer than"),
            ({}, {"media": [photos.jpeg()] * 11}, 400, "more than 10 files"), ({"api_key": "wrong"}, {"media": photos.png(6, 6)}, 403, "api_key"),
            ({"description": "BROKEN"}, {"media": photos.png(5, 5)}, 400, "not valid UTF-8")):
        body, headers = photos.multipart(dict(REPORT, **report), **named)
        answer = syncd.request("POST", "/open311/requests.json", body.replace(b"BROKEN", b"\xff"), headers)
        assert answer.status == status and words in answer.json[0]["description"], (status, words, answer)
    assert sql("select count(*) from varta.request") == had and len(files() - kept) == 1, "but the one that came before it"
    body, headers = photos.multipart(dict(REPORT, description="filename=a.jpg"))
    assert syncd.request("POST", "/open311/requests.json", body, headers).status == 200, "a text that speaks of files is none"
    body = body.replace(b"filename=a.jpg", b"\xff\xd8")
    answer = syncd.request("POST", "/open311/requests.json", body, headers)
    assert answer.status == 400 and "not valid UTF-8" in answer.json[0]["description"], answer


def check_many(syncd):
    """Side by side, each gets its own."""
    answers = []
    pictures = [photos.png(width, 5) for width in range(1, 9)]
    threads = [threading.Thread(target=lambda p=p: answers.append(upload(syncd, p))) for p in pictures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    urls = {a.json[0]["media_url"] for a in answers if a.status == 200}
    assert len(urls) == len(pictures), answers


def check_tidy(syncd, secret):
    """A photo goes with what it belonged to; the file, when nobody needs it."""
    name = photo(secret)[0]
    for number, in sql("select request_id from varta.photo where hash = %s", name):
        sql("select api.erase_reporter('kyiv', p_request => %s, p_texts => true)", number)
    assert not sql("select 1 from varta.photo where hash = %s", name) and name in files()
    sql("update varta.media set stored_at = now() - interval '2 days'")
    kept = {row[0] for row in sql("select hash from varta.photo where hash is not null")}
    syncd.stop()
    syncd.start()
    wait_for("removal", lambda: files() == kept)
    wait_for("forgetting", lambda: not sql("select 1 from varta.media where hash = %s", name))
    assert not [f for f in files() if f.startswith(".new")]


def check_private(site):
    """Without leave no server of one's own network is asked, by no name and in no notation."""
    before = len(Site.asked)
    port = urllib.parse.urlsplit(site).port
    with Syncd(settings=[line for line in SETTINGS if "private" not in line]) as syncd:
        for host in ("127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"):
            number = syncd.report(description=f"Зсередини {host}", media_url=f"http://{host}:{port}/1.jpg")
            assert "internet" in refused(number), (host, photo(number))
    assert len(Site.asked) == before


def check_settings():
    path = f"{FOLDER}/wrong.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write("syncd:\n  media_dir: /nowhere\n")
    done = subprocess.run([f"{os.environ['VARTA_BUILD']}/syncd/varta-syncd", "-n", "-c", path], capture_output=True, text=True)
    os.unlink(path)
    assert done.returncode == 1 and "/nowhere" in done.stderr, done
    with Syncd() as syncd:
        answer = send(syncd, photo=photos.jpeg())
        assert answer.status == 415 and answer.json[0]["description"] == "no photos are taken here: send it without a file", answer
        assert upload(syncd, photos.PLAIN_JPEG).status in (404, 413) and syncd.request("GET", "/media/" + "0" * 64 + ".jpg").status == 404


def main():
    sql("update varta.transport set base = '200 milliseconds', factor = 1, jitter = 0 where code = 'poll'")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    site = f"http://127.0.0.1:{server.server_address[1]}"
    with Syncd(settings=SETTINGS) as syncd:
        number = check_fetched(syncd, site)
        secret = check_public(syncd, number)
        check_no_picture(syncd, site)
        check_moods(syncd, site)
        check_upload(syncd, site)
        check_several(syncd, site)
        check_in_report(syncd)
        check_no_photo_in_report(syncd)
        check_many(syncd)
        check_tidy(syncd, secret)
        assert photos.PLACE.decode() not in syncd.log()
    check_private(site)
    check_settings()


sys.exit(main())
