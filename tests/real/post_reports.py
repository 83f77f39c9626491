"""Real reports through the endpoint: all of a complaints map are posted as a FixMyStreet posts them, with
8 connections. In the middle the daemon is killed; it starts again, and everything is posted again.
Then there is one request for each report, what lies outside is flagged, and no byte has changed."""
import http.client
import json
import threading
import time
import urllib.parse

from cities import KEY
from districts import POINTS, read_points
from reports import sql
from syncd import FORM, Syncd

REPORTS = "data/ukryama/holes_2011_2013.jsonl"
NEEDS = [REPORTS, POINTS]
CONNECTIONS = 8
CITY = "kyiv"


def read_reports(shared):
    with open(f"{shared}/{REPORTS}", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def description_of(report):
    """Title, detail and address of the report as FixMyStreet joins them; the detail keeps its own line ends."""
    url = f"https://site.example.org/report/{report['id']}"
    return f"{report['type_name']}\r\n\r\n{report['text']}\r\n\r\n{url}\r\n"


def form_of(report):
    """The fields in the order in which its client wrote them."""
    return urllib.parse.urlencode({
        "long": report["long_raw"], "attribute[fixmystreet_id]": report["id"],
        "email": f"resident-{report['reporter']}@example.org", "lat": report["lat_raw"], "first_name": "Мешканець",
        "service_code": "road", "last_name": str(report["reporter"]), "description": description_of(report),
        "address_string": report["address"], "api_key": KEY, "jurisdiction_id": CITY})


class Posting:
    """Posts all reports with some connections at once. numbers: what was acknowledged; kill_after: the
    daemon dies when that many were."""

    def __init__(self, syncd, reports, kill_after=None):
        self.syncd, self.kill_after = syncd, kill_after
        self.waiting = list(reversed(reports))
        self.numbers, self.times, self.refused = {}, [], []
        self.lock = threading.Lock()
        self.dead = threading.Event()
        threads = [threading.Thread(target=self.work) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def next(self):
        with self.lock:
            return self.waiting.pop() if self.waiting and not self.dead.is_set() else None

    def work(self):
        connection = self.syncd.connect()
        while report := self.next():
            begin = time.monotonic()
            try:
                connection.request("POST", "/open311/requests.xml", form_of(report), {"Content-Type": FORM})
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                break
            self.note(report, response.status, body, time.monotonic() - begin)
        connection.close()

    def note(self, report, status, body, seconds):
        with self.lock:
            if status != 200:
                self.refused.append((report["id"], status, body))
                return
            self.times.append(seconds)
            number = body.partition(b"<service_request_id>")[2].partition(b"<")[0]
            self.numbers[report["id"]] = int(number)
            if len(self.numbers) == self.kill_after:
                self.dead.set()
                self.syncd.kill()


def check_numbers(first, second, reports, figures):
    changed = sum(second.numbers.get(key) != number for key, number in first.numbers.items())
    figures.add("real.reports_acknowledged", len(second.numbers), "reports", f"={len(reports)}", "reports in the file")
    figures.add("real.ids_changed", changed, "reports", "=0", f"{len(first.numbers)} acknowledged before the kill")
    figures.add("real.ids_distinct", len(set(second.numbers.values())), "ids", f"={len(reports)}", "reports in the file")
    for refused in (first.refused + second.refused)[:10]:
        print("refused:", *refused)


def check_rows(reports, numbers, figures):
    rows = sql("select s.external_id, r.id, s.raw, r.area from varta.request r join varta.submission s"
                   " on s.city_id = r.city_id and s.id = r.submission_id")
    stored = {int(row[0]): row for row in rows}
    figures.add("real.reports_stored", len(rows), "requests", f"={len(reports)}", "reports in the file")
    figures.add("real.reports_lost", sum(stored.get(key, (0, 0))[1] != number for key, number in numbers.items()),
                "requests", "=0", "acknowledged ids")
    raw = texts = 0
    for report in reports:
        kept = stored[report["id"]][2]
        raw += kept != form_of(report).replace(f"api_key={KEY}", "api_key=")
        texts += dict(urllib.parse.parse_qsl(kept))["description"] != description_of(report)
    figures.add("real.raw_differs", raw, "reports", "=0", "bytes that were sent, without the key")
    figures.add("real.texts_differ", texts, "reports", "=0", "the file's texts")
    return stored


def check_areas(stored, shared, figures):
    """The file of points says in which city each report of this map lies, where it is one that we know."""
    labels = {key: city for key, (_, _, labels) in read_points(shared).items() for city in labels}
    wrong, outside = 0, 0
    for key, (_, _, _, area) in stored.items():
        label = labels.get(f"ukryama-{key}")
        expected = 2 if label is None else 0 if label.startswith(CITY + ":") else 1
        outside += area != 0
        if area != expected:
            wrong += 1
            print(f"differs: report {key}: area {area}, the file of points says {label}")
    figures.add("real.area_wrong", wrong, "requests", "=0", "points_with_district.csv")
    figures.add("real.outside_flagged", outside, "requests", "", f"{len(stored)} requests")


def run(figures, shared):
    reports = read_reports(shared)
    syncd = Syncd().ready()
    first = Posting(syncd, reports, kill_after=len(reports) // 2)
    syncd.start()
    syncd.ready()
    begin = time.monotonic()
    second = Posting(syncd, reports)
    took = time.monotonic() - begin
    syncd.stop()
    check_numbers(first, second, reports, figures)
    stored = check_rows(reports, second.numbers, figures)
    check_areas(stored, shared, figures)
    times = sorted(second.times)
    figures.add("real.post_rate", len(reports) / took, "1/s", "", f"{CONNECTIONS} connections, one Python client")
    figures.add("real.post_p99_ms", times[len(times) * 99 // 100] * 1000, "ms", "", f"{CONNECTIONS} connections")
