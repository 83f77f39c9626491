"""No connection of the daemon serves: behind a relay that is frozen it notices so within 15 s, and from then on whoever posts is
told 503 with Retry-After, at most seconds after that is known; they waited for request_timeout, half a minute. It is back within 2 s."""
import os
import threading
import time
import urllib.parse

from frozenline import FrozenLine
from syncd import FORM, Syncd, wait_for

NOTICED, TOLD, BACK = 15, 3, 2  # seconds
FIELDS = {"service_code": "road", "lat": "50.46", "long": "30.50", "jurisdiction_id": "kyiv", "api_key": "test-key"}


def post(syncd, text):
    """The answer, and in how many seconds it came."""
    begun = time.monotonic()
    answer = syncd.request("POST", "/open311/requests.json", urllib.parse.urlencode(dict(FIELDS, description=text)), {"Content-Type": FORM})
    return answer, time.monotonic() - begun


class Poster(threading.Thread):
    """Posts while nobody knows yet that it is in vain."""

    def __init__(self, syncd):
        super().__init__()
        self.syncd, self.answer = syncd, None
        self.start()

    def run(self):
        self.answer, self.seconds = post(self.syncd, "Надіслано в тишу")


def told_to_come_again(answer):
    return answer.status == 503 and int(answer.headers["retry-after"]) > 0


def main():
    with FrozenLine(os.path.join(os.environ["TMPDIR"], "frozen")) as line, Syncd(conninfo=f"user=t_syncd host={line.folder}") as syncd:
        assert post(syncd, "До тиші")[0].status == 200
        line.freeze()
        begun = time.monotonic()
        posters = [Poster(syncd) for _ in range(4)]
        wait_for("end of readiness", lambda: syncd.request("GET", "/health").status == 503, NOTICED)
        for poster in posters:
            poster.join(NOTICED + TOLD - (time.monotonic() - begun))
            assert poster.answer and told_to_come_again(poster.answer), poster.answer
        for n in range(5):
            answer, seconds = post(syncd, f"У тиші {n}")
            assert told_to_come_again(answer) and seconds < TOLD, (answer, seconds)
        assert "no answer within" in syncd.log()
        line.thaw()
        begun = time.monotonic()
        wait_for("readiness", lambda: syncd.request("GET", "/health").status == 200, BACK)
        wait_for("answer", lambda: post(syncd, "Після тиші")[0].status == 200, BACK - (time.monotonic() - begun))
        print(f"back after {time.monotonic() - begun:.2f} s")


main()
