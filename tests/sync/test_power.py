"""The machine crashes while the daemon writes: what it had not synced of its own files is gone, what was done to names is partly undone.
What the database was told is done is there all the same: the tree shows it, with whole files, the photos are there, the log goes on from
what was signed. POWER_ROUNDS=n crashes, SEED=n repeats them."""
import hashlib
import http.client
import os
import random
import threading
import time

import ctl
import photos
import reports
import tree
from reports import act, sql
from syncd import Syncd, wait_for
from unsynced import Disk

TMP = os.environ["TMPDIR"]
ROUNDS = int(os.environ.get("POWER_ROUNDS") or 2)
FILES = f"{TMP}/files"


def settings():
    for name in "public", "media":
        os.makedirs(f"{FILES}/{name}", exist_ok=True)
    made = ctl.run("audit", "key", f"{TMP}/log.key", "varta.example/log")
    assert made.returncode == 0, made.stderr
    sql("set session_replication_role = replica; truncate varta.log_checkpoint")
    return ((f"publish: {FILES}/public", "publish_whole: 1s", f"media_dir: {FILES}/media"),
            ("log:", f"  key: {TMP}/log.key", f"  folder: {FILES}/log", "  interval: 200ms"))


class Work(threading.Thread):
    """Residents send photos and reports, a moderator answers, until the daemon is dead."""

    def __init__(self, syncd, first):
        super().__init__(daemon=True)
        self.syncd, self.first, self.done = syncd, first, 0
        self.start()

    def run(self):
        try:
            for n in range(self.first, self.first + 1000):
                self.one(n)
                self.done += 1
        except (OSError, http.client.HTTPException):
            pass  # it is dead

    def upload(self, picture):
        fields = [(b'name="jurisdiction_id"', b"kyiv"), (b'name="api_key"', b"test-key"), (b'name="media"; filename="a.png"\r\nContent-Type: image/png', picture)]
        body = b"".join(b"--border\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + data + b"\r\n" for head, data in fields) + b"--border--\r\n"
        return self.syncd.request("POST", "/open311/v2/media.json", body, {"Content-Type": "multipart/form-data; boundary=border"})

    def one(self, n):
        answer = self.upload(photos.png(1 + n % 90, 1 + n // 90))
        while answer.status == 503:  # it has only just begun
            answer = self.upload(photos.png(1 + n % 90, 1 + n // 90))
        assert answer.status == 200, answer
        number = self.syncd.report(description=f"Яма {n}", media_url=answer.json[0]["media_url"])
        act("t_moderator", "accept", number, 1)
        if n % 2:
            act("t_moderator", "answer", number, reports.version(number), f"Відповідь {n}")


def check_photos():
    kept = sql("select hash from varta.photo where hash is not null")
    for digest, in kept:
        found = [path for path in (f"{FILES}/media/{digest[:2]}/{name}" for name in os.listdir(f"{FILES}/media/{digest[:2]}")) if digest in path]
        assert found, f"photo {digest} is gone"
        with open(found[0], "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest, f"photo {digest} is not whole"
    return len(kept)


def main():
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10000))
    print(f"seed {seed}")
    chance = random.Random(seed)
    lines, top = settings()
    tree.add_source("kyiv-map")
    disk = Disk(FILES, TMP)
    under = ("env", *(f"{name}={value}" for name, value in disk.environment.items()))
    syncd = Syncd(settings=lines, top=top, under=under, build=os.environ["VARTA_PLAIN"]).ready()
    lost = first = 0
    for _ in range(ROUNDS):
        work = Work(syncd, first)
        wait_for("work", lambda: work.done > chance.randint(2, 8))
        time.sleep(chance.uniform(0, 0.1))  # any moment will do
        syncd.kill()
        work.join()
        first += work.done + 1
        noted = sql("select count(*) from varta.delivery where delivered_at is not null")[0][0]
        emptied, undone = disk.crash(chance)
        lost += emptied + undone
        print(f"{work.done} reports, {noted} deliveries noted; {emptied} files emptied, {undone} names undone")
        check_photos()
        syncd.start()
        wait_for("tree", lambda: tree.waiting("kyiv-map") == 0)
        pages = tree.Tree(f"{FILES}/public", "kyiv-map").check()
        told = {number for number, in sql("select distinct request_id from varta.delivery where delivered_at is not null")}
        assert told and told <= set(pages), told - set(pages)
        assert "ALARM" not in syncd.log(), syncd.log()
    syncd.stop()
    assert lost and noted and check_photos(), "nothing was ever lost: there was no crash"


main()
