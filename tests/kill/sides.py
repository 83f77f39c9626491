"""What the daemons do beside intake and answers while things die: the static tree, photos, mails, a server that is read. Each says
with what settings, how it begins, when nothing is left to do, and what is wrong in the end."""
import http.server
import json
import os
import threading

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


def chosen():
    """Those that SIDES names, or all."""
    names = os.environ.get("SIDES", "tree photos mails poll").split()
    return [side for side in (Tree, Photos, Mails, Poll) if side.name in names]
