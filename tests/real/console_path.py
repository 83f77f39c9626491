"""A real report the whole way: over HTTP to the daemon, seen in the queue of the console, opened, accepted,
referred, answered, approved, published; then the peer's poll carries the answer and the request is closed.
Once with Latin keys, once with a Ukrainian layout, where every command is a Cyrillic letter."""
import urllib.parse

from cities import KEY
from play import Play
from post_reports import CITY, REPORTS, Posting, read_reports
from reports import sql
from syncd import Syncd

NEEDS = [REPORTS]
MODERATOR = "real_moderator"
ANSWER = "Дякуємо! Дорожню службу зобов’язано закрити яму до п’ятниці."


def some_reports(shared):
    """A dozen Ukrainian ones of the city, with a text."""
    return [r for r in read_reports(shared) if r["city"] == "Киев" and r["lang"] == "uk" and r["text"]][:12]


def make_moderator():
    sql("select api.operator_add(%s, 'Олена Коваль', 'moderator', %s)", MODERATOR, [CITY])
    sql("select api.city_set(%s, '{\"recall_window\": \"0\"}')", CITY)


def drive(number, text, cyrillic):
    """The moderator's keys; each step waits for its words on the screen."""
    play = Play(cyrillic=cyrillic)
    try:
        play.start("-l", "uk", user=MODERATOR).wait(f" {number} ")
        play.go_to(f" {number} ")
        play.keys("<Enter>").wait(text, "Історія")
        play.keys("a").wait(f"{number}: прийнято").keys("q").wait("status:")
        play.go_to(f" {number} ").keys("<Enter>").wait(text, "вирішується")
        play.keys("r").wait("· пропонується").keys("<Enter>").wait("Передано")
        play.keys("w").wait("Відповідь мешканцю").type(ANSWER).wait("до п’ятниці").keys("<F2>").wait("відповідь: чернетка")
        play.keys("A").wait("відповідь: затверджено")
        play.keys("p").wait("Опублікувати").keys("<Enter>").wait("відповідь опубліковано")
    finally:
        play.kill()


def public(syncd, number):
    """Whether the peer's poll and the request itself carry the answer."""
    window = urllib.parse.urlencode({"api_key": KEY, "jurisdiction_id": CITY})
    updates = syncd.request("GET", f"/open311/servicerequestupdates.xml?{window}").text
    one = syncd.request("GET", f"/open311/requests/{number}.xml?jurisdiction_id={CITY}").text
    mine = [u for u in updates.split("<request_update>") if f"<service_request_id>{number}<" in u]
    return any(ANSWER in u for u in mine) and "<status>closed</status>" in one and ANSWER in one


def run(figures, shared):
    make_moderator()
    reports = some_reports(shared)
    with Syncd() as syncd:
        syncd.ready()
        numbers = Posting(syncd, reports).numbers
        for name, report, cyrillic in (("latin", reports[3], False), ("cyrillic", reports[7], True)):
            number = numbers[report["id"]]
            drive(number, report["text"].split()[0], cyrillic)
            figures.add(f"real.path_{name}", int(public(syncd, number)), "closed", "=1", "one report through every program")
