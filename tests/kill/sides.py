"""What the daemons do beside intake and answers while things die: the static tree, photos, mails, a server that is read. Each says
with what settings, how it begins, when nothing is left to do, and what is wrong in the end."""
import datetime
import http.client
import http.server
import json
import os
import random
import threading
import urllib.parse
import xml.etree.ElementTree as ElementTree

import crowd
import photos
import polls
from peers import GeoReport
from reports import sql
from smtpd import PASSWORD, USER, Smtpd
from tree import Tree as TreeFiles
from tree import add_source as add_tree
from tree import waiting

REPORTS = 200  # what the server that is read shows in the end
COMMENTS = 300  # what residents write later
OVERLAP = datetime.timedelta(minutes=2)  # by which a reader of our answers looks back behind its last success


class Tree:
    """Every answer that somebody was told of stands in the tree, and every file has its twin."""
    name, wrong = "tree", "answers that somebody was told of and that the tree does not show"

    def __init__(self, folder):
        self.root = f"{folder}/public"
        os.mkdir(self.root)
        self.settings = (f"publish: {self.root}", "publish_whole: 1s")

    def begin(self, ledger):
        add_tree("kyiv-map")

    def left(self):
        return waiting("kyiv-map")

    def complaints(self, ledger):
        pages = TreeFiles(self.root, "kyiv-map").check(idle=True)
        return [f"request {request} is not answered in the tree" for request in ledger.answered
                if pages.get(request, {}).get("status") != "closed"]

    def end(self):
        pass


class Album(http.server.BaseHTTPRequestHandler):
    """A site of photos: /n.png is another picture for each n."""
    url = ""

    def do_GET(self):
        body = photos.png(*crowd.photo_size(int(self.path[1:].partition(".")[0])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Photos:
    """Every photo of an acknowledged submission is kept whole, once."""
    name, wrong = "photos", "photos of acknowledged submissions that are not kept"

    def __init__(self, folder):
        self.folder = f"{folder}/media"
        os.mkdir(self.folder)
        self.settings = (f"media_dir: {self.folder}", "media_private: true")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Album)

    def begin(self, ledger):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        crowd.album = f"http://127.0.0.1:{self.server.server_address[1]}"

    def left(self):
        return sql("select count(*) from varta.photo where hash is null and refused is null")[0][0]

    def complaints(self, ledger):
        kept = {request: (hash, refused) for request, hash, refused in sql("select request_id, hash, refused from varta.photo")}
        files = {os.path.splitext(name)[0]: path for path, _, names in os.walk(self.folder) for name in names}
        found = []
        for n, request in ledger.acknowledged.items():
            hash, refused = kept.get(request, (None, "unknown")) if crowd.has_photo(n) else (None, None)
            if crowd.has_photo(n) and hash not in files:
                found.append(f"photo of request {request}: {hash} {refused}")
        return found

    def end(self):
        self.server.server_close()


class Mails:
    """Who left an address is asked once whether it is his: mails of the same Message-ID count as one."""
    name, wrong = "mails", "residents that were not asked once whether the address is theirs"

    def __init__(self, folder):
        self.smtpd = Smtpd()
        secrets = f"{folder}/mail-secrets"
        with open(os.open(secrets, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            json.dump({"password": PASSWORD, "links": "k" * 40}, file)
        self.settings = (f"mail_server: {self.smtpd.url}", f"mail_ca_file: {self.smtpd.ca}", f"mail_user: {USER}", f"mail_secrets_file: {secrets}",
                         "mail_from: noreply@varta.example.org", "mail_bounces: bounces@varta.example.org", "mail_rate: 10000", "mail_timeout: 1s")

    def begin(self, ledger):
        sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv-mail', null)")
        sql("update varta.transport set base = '200 milliseconds', factor = 1, attempts = 1000 where code = 'mail'")

    def left(self):
        return sql("select count(*) from varta.mail where sent_at is null and dead_at is null")[0][0]

    def complaints(self, ledger):
        arrived = {}
        for mail in self.smtpd.mails():
            arrived.setdefault(mail["Envelope-to"], []).append(mail["Message-ID"])
        wanted = [crowd.address(n) for n in ledger.acknowledged if crowd.has_mail(n)]
        return [f"{len(set(arrived.get(to, ())))} mails to {to}" for to in wanted if len(set(arrived.get(to, ()))) != 1]

    def end(self):
        self.smtpd.stop()


class Poll:
    """A server shows more and more reports; each is there once."""
    name, wrong = "poll", "reports of a server that is read that are there twice"

    def __init__(self, folder):
        self.settings = ()
        self.peer = GeoReport()

    def begin(self, ledger):
        polls.add_source("read", self.peer, poll={"every": "1 second"})
        threading.Thread(target=self.show, args=(ledger,), daemon=True).start()

    def show(self, ledger):
        shown = 0
        while shown < REPORTS and not ledger.stop.wait(0.05):
            while shown < min(REPORTS, ledger.progress() * REPORTS):
                self.peer.add(f"P/{shown}", ago=1)
                shown += 1

    def left(self):
        return REPORTS - polls.requests("read", "count(distinct m.external_id)")[0][0]

    def complaints(self, ledger):
        double = polls.count("read") - REPORTS
        return [f"{double} reports are there twice"] if double else []

    def end(self):
        self.peer.server.stop()


class Caller:
    """Asks either daemon, whichever lives."""
    settings = ()
    daemons = ()

    def __init__(self, folder):
        self.chance = random.Random(folder)

    def call(self, method, path, body=None, headers=None):
        """Status and body; None where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.chance.choice(self.daemons).syncd.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def end(self):
        pass


class Comments(Caller):
    """Residents write later, until it is acknowledged, and some again: each word is there once."""
    name, wrong = "comments", "later words of residents that were acknowledged and are not there once"

    def begin(self, ledger):
        self.told, self.about = {}, {}
        threading.Thread(target=self.write_all, args=(ledger,), daemon=True).start()

    def write_all(self, ledger):
        n = 0
        while n < COMMENTS and not ledger.stop.wait(0.02):
            requests = list(ledger.acknowledged.values())
            if requests and n < ledger.progress() * COMMENTS and self.write(ledger, n, self.about.setdefault(n, self.chance.choice(requests))):
                n += self.chance.random() >= crowd.AGAIN  # or the same once more

    def write(self, ledger, n, request):
        form = {"jurisdiction_id": "fms", "api_key": crowd.KEY, "service_request_id": request, "update_id": n + 1, "status": "OPEN",
                "description": f"Досі стоїть {n}", "updated_datetime": "2026-11-22T17:39:06+02:00"}
        answer = self.call("POST", "/open311/servicerequestupdates.xml", urllib.parse.urlencode(form), {"Content-Type": crowd.FORM})
        if answer and answer[0] == 200:
            known = ElementTree.fromstring(answer[1]).findtext("request_update/update_id")
            if self.told.setdefault(n, (request, known)) != (request, known):
                ledger.strange(f"comment {n} is {self.told[n]} and {request, known}")
        elif answer and answer[0] != 503:
            ledger.strange(f"comment {n}: {answer}")
        return bool(answer) and answer[0] == 200

    def left(self):
        return COMMENTS - len(self.told)

    def complaints(self, ledger):
        there = {}
        for update, request, known, text in sql("select update_id, request_id, 'c' || id, body from varta.comment"):
            there.setdefault(int(update) - 1, []).append((request, known, text))
        return [f"comment {n}: told {told}, there {there.get(n)}" for n, told in self.told.items() if there.get(n) != [(*told, f"Досі стоїть {n}")]]


class PollBack(Caller):
    """A peer reads our answers, from where it got to last: each that somebody was told of, as it is, under one number."""
    name, wrong = "readback", "answers that somebody was told of and that a peer which reads ours has not, or has otherwise"

    def begin(self, ledger):
        self.read, self.odd, self.ledger = {}, [], ledger
        self.stopped = threading.Event()
        threading.Thread(target=self.read_on, daemon=True).start()

    def read_on(self):
        since = datetime.datetime.now(datetime.timezone.utc)
        while not self.stopped.wait(0.5):
            now = datetime.datetime.now(datetime.timezone.utc)
            query = {"jurisdiction_id": "fms", "api_key": crowd.KEY, "start_date": (since - OVERLAP).isoformat(timespec="seconds"),
                     "end_date": now.isoformat(timespec="seconds")}
            answer = self.call("GET", "/open311/servicerequestupdates.xml?" + urllib.parse.urlencode(query))
            if answer and answer[0] == 200:
                self.take(ElementTree.fromstring(answer[1]))
                since = now
            elif answer and answer[0] != 503:
                self.odd.append(f"reading our answers: {answer}")

    def take(self, tree):
        for update in tree:
            said = (int(update.findtext("service_request_id")), update.findtext("status"), update.findtext("description") or "")
            if self.read.setdefault(update.findtext("update_id"), said) != said:
                self.odd.append(f"update {update.findtext('update_id')} was {self.read[update.findtext('update_id')]} and is {said}")

    def missing(self):
        has = {(request, text) for request, status, text in list(self.read.values()) if status.lower() == "closed"}
        return [request for request in list(self.ledger.answered) if (request, crowd.text(request)) not in has]

    def left(self):
        return len(self.missing())

    def complaints(self, ledger):
        closed = [said for said in self.read.values() if said[1].lower() == "closed"]
        double = len(closed) - len(set(closed))
        return self.odd + [f"answer to {request} was not read" for request in self.missing()] + ([f"{double} answers were read under two numbers"] if double else [])

    def end(self):
        self.stopped.set()


SIDES = (Tree, Photos, Mails, Poll, Comments, PollBack)


def chosen():
    """Those that SIDES names, or all."""
    names = os.environ.get("SIDES", " ".join(side.name for side in SIDES)).split()
    return [side for side in SIDES if side.name in names]
