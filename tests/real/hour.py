"""A moderator's hour: 60 real reports, accepted, rejected, referred, merged and answered out of a template, with
keys only, from the list, without opening anything. Counted are the keys and the bytes that the terminal gets for
each request; every one of them must end as the moderator meant it."""
import json
import os
import re

from play import Play
from post_reports import CITY, REPORTS, description_of, read_reports
from reports import sql, status

NEEDS = [REPORTS]
MODERATOR = "real_hour"
IN_THE_DATABASE = 170
TEMPLATE = "Дякуємо за звернення № {number}. Передали його дорожній службі: {address}."

# What is done, its keys, what the screen says then, the status that the request has then. A merge is for
# those that have something near; where nothing is, it is left and the request accepted.
ACTS = {
    "answer": (["w", "<F7>", "<Enter>", "<F3>"], "відповідь", "answered"),
    "accept": (["a"], "прийнято", "pending"),
    "reject": (["x", "<Enter>"], "відхилено", "rejected"),
    "refer": (["r", "<Enter>"], "передано", "pending"),
    "merge": (["d", "<Enter>"], "об’єднано", "merged"),
}
HOUR = ["answer", "accept", "refer", "answer", "reject", "answer", "merge", "accept", "answer", "refer"] * 6
# What the screen shows before the next key of an act: a person reads it, too.
SHOWS = {"answer": {1: "Відповідь мешканцю", 2: "1 А відповідь", 3: "Дякуємо за звернення"},
         "reject": {1: "1 "}, "refer": {1: "пропонується"}, "merge": {1: "Поруч і схожі"}}


def make(shared):
    """The moderator, the template, and the reports of the city, as its site would send them."""
    sql("select api.operator_add(%s, 'Олена Коваль', 'moderator', %s)", MODERATOR, [CITY])
    sql("select api.city_set(%s, '{\"recall_window\": \"10 minutes\"}')", CITY)
    sql("select api.guidance_save(null, null, %s, 'road', null, 'uk', 'А відповідь', %s)", CITY, TEMPLATE)
    reports = [r for r in read_reports(shared) if r["city"] == "Киев" and r["text"]][:IN_THE_DATABASE]
    items = [{"n": n, "external_id": str(r["id"]), "service_code": "road", "lat": float(r["lat_raw"]), "long": float(r["long_raw"]),
              "address": r["address"], "description": description_of(r), "raw": json.dumps(r), "content_type": "application/json"}
             for n, r in enumerate(reports)]
    source = sql("select id from varta.source where code = %s", f"{CITY}-site")[0][0]
    sql("select count(*) from sync.import(%s, %s)", source, json.dumps(items))


class Hour:
    def __init__(self, play):
        self.play = play
        self.keys, self.bytes = {}, {}

    def number(self):
        """Of the request under the cursor, once the picture is whole."""
        self.play.settle()
        self.play.until(lambda: re.search(r"\d{1,9}", self.play.cursor_line()), "a request under the cursor")
        return int(re.search(r"\d{1,9}", self.play.cursor_line())[0])

    def do(self, act):
        keys, says, ends = ACTS[act]
        number, before, pressed = self.number(), self.play.written, 0
        for i, key in enumerate(keys):
            shown = SHOWS.get(act, {}).get(i)
            if shown:
                self.play.wait(shown)
            if act == "merge" and i == 1 and not self.something_near():
                self.play.keys("<Esc>").absent("Поруч і схожі").keys("a").wait(f"{number}: прийнято")
                act, pressed, ends = "merge_in_vain", 3, "pending"
                break
            self.play.keys(key)
            pressed += 1
        else:
            self.play.wait(re.compile(f"{number}: .*{says}"))
        self.play.settle()
        if status(number) != ends:
            raise AssertionError(f"{number} is {status(number)} after {act}\n{self.play.picture()}")
        self.keys.setdefault(act, []).append(pressed)
        self.bytes.setdefault(act, []).append(self.play.written - before)

    def something_near(self):
        self.play.until(lambda: self.play.find("поруч нічого") is not None or re.match(r".?.?.?1 \d", self.play.cursor_line()), "what is near")
        return self.play.find("поруч нічого") is None


def run(figures, shared):
    make(shared)
    play = Play()
    try:
        play.start("-l", "uk", "-f", "status:new", user=MODERATOR).wait(f"1/{IN_THE_DATABASE}")
        hour = Hour(play)
        for act in HOUR:
            hour.do(act)
    finally:
        play.kill()
    for act in hour.keys:
        n = len(hour.keys[act])
        aim = "<=6" if act == "answer" else ""
        figures.add(f"console.hour.{act}.keys", max(hour.keys[act]), "keys", aim, f"the most of {n} requests")
        figures.add(f"console.hour.{act}.bytes", round(sum(hour.bytes[act]) / n), "B", "", f"written to the terminal for each of {n}")
    figures.add("console.hour.requests", sum(map(len, hour.keys.values())), "requests", f"={len(HOUR)}", "each ended as it was meant")
    figures.share(os.path.join(os.path.dirname(figures.path), "bench.tsv"), "console.hour.")
