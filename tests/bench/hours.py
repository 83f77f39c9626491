"""An hour of each role: what a person of that role does most, with keys only, from the desk that the role begins with, on real
reports, where they are there, and the submissions of the demonstration. Counted are the keys of each job; what is written, apart from
them, counts as none. Every job is waited for in words and looked for in the database. Played with Latin and with Ukrainian letters; the
keys are the same.
"""
import json
import os
import statistics

import database as db
from play import Play
from reports import act, sql

TIMES = 3  # each job, in each of the two layouts
REAL, REAL_MOST = "shared/data/ukryama/holes_2011_2013.jsonl", 170
TEXT = "Дякуємо, зроблено."

# A step is a key or, as a tuple, a text; behind it stands what the screen shows then.
WRITE = [("w", "Відповідь мешканцю"), ((TEXT,), TEXT)]
ANSWER = [("w", "Відповідь підрозділу"), ((TEXT,), TEXT), ("<F3>", "відповідь підрозділу")]
ORDER = [("D", "що там несправне"), ("<Enter>", "Звернення про це"), ("c", "підтверджено; нотатка"), ("<Enter>", "Перевірки"),
         ("w", "скласти припис за"), ("<Enter>", "Чернетка: текст"), ("p", "Видати припис?"), ("<Enter>", "ПРИПИС №")]
LEAVE = [("<Esc>", "Перевірки"), ("<Esc>", "unit:me")]
RETURN = [("x", "бо"), (("Не наше.",), "Не наше."), ("<Enter>", "повернуто")]
JOBS = {  # role: job: steps
    "moderator": {"accept": [("a", "прийнято")], "reject": [("x", "відхилити"), ("<Enter>", "відхилено")],
                  "refer": [("r", "передати"), ("<Enter>", "передано")], "answer": [*WRITE, ("<F3>", "опубліковано")]},
    "officer": {"accept": [("a", "прийнято")], "answer": [*WRITE, ("<F3>", "опубліковано")]},
    "traffic": {"take_on": [("a", "узято")], "order": ORDER, "leave": LEAVE, "return": RETURN, "answer": ANSWER},
    "expert": {"answer": ANSWER, "return": RETURN},
    "auditor": {"who_did": [("<Enter>", "Олена Коваль"), ("<Esc>", "Хто що зробив")], "period": [("<Tab>", "Хто що зробив")]},
    "admin": {"templates": [("v", "шаблони"), ("g", "Шаблони"), ("<Esc>", "Вихідна черга")],
              "who_did": [("v", "хто що зробив"), ("w", "Хто що зробив"), ("<Esc>", "Вихідна черга")]},
}
ENDS = {  # role: job: how many requests say so in the end
    "moderator": ("select count(*) from varta.event where who = 't_moderator' and verb = %s", {"accept": "accept", "reject": "reject", "refer": "refer", "answer": "publish"}),
    "officer": ("select count(*) from varta.event where who = 't_officer' and verb = %s", {"accept": "accept", "answer": "publish"}),
    "traffic": ("select count(*) from varta.event where who = 't_traffic' and verb = %s",
                {"take_on": "referral_accept", "order": "order_issue", "return": "referral_return", "answer": "referral_answer"}),
    "expert": ("select count(*) from varta.event where who = 't_expert' and verb = %s", {"answer": "referral_answer", "return": "referral_return"}),
}


def submissions(round):
    """Those of the demonstration, as the daemon would hand them over; each round they are others."""
    with open(f"{db.ROOT}/tests/demo/submissions.jsonl", encoding="utf-8") as lines:
        items = [dict(json.loads(line), n=n, raw=f"{round} {n} {line}", content_type="text/plain") for n, line in enumerate(lines)]
    return [dict(item, lat=str(item["lat"]), long=str(item["long"])) for item in items]


def real():
    """Reports that people wrote to a complaints map; none where that data is not there."""
    path = f"{os.path.dirname(db.ROOT)}/{REAL}"
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        reports = [report for report in map(json.loads, lines) if report["city"] == "Киев" and report["text"]]
    return [{"service_code": "road", "lat": report["lat_raw"], "long": report["long_raw"], "address": report["address"],
             "description": f"{report['type_name']}\n\n{report['text']}", "raw": json.dumps(report), "content_type": "application/json"}
            for report in reports[:REAL_MOST]]


def take(items):
    source = sql("select id from varta.source where code = 'kyiv-site'")[0][0]
    return [row[0] for row in sql("select request_id from sync.import(%s, %s) where request_id is not null order by n", source, json.dumps(items))]


def fill(reports):
    """Requests, some of them accepted and with a unit, and a recall window, so that nothing is asked. The reports are the first of them."""
    numbers = take([dict(item, n=n) for n, item in enumerate([*reports, *submissions(0)])])
    db.psql(os.environ["PGDATABASE"], "-f", f"{db.ROOT}/tests/lib/institutions.sql")
    sql("update varta.city set recall_window = '10 minutes' where code = 'kyiv'")
    plain = {row[0] for row in sql("select r.id from varta.request r join varta.kind k on k.id = r.kind where k.code not in ('message', 'crime')")}
    for number in [n for n in numbers if n in plain][:40]:
        act("t_moderator2", "accept", number, 1)
        act("t_moderator2", "refer", number, 2, "legal_aid" if number % 3 == 0 else "traffic_unit")


def renew(role):
    """What an hour of the officer left open is answered, and as many messages come anew."""
    if role == "officer":
        for number, version in sql("select id, version from api.messages()", user="t_officer"):
            act("t_officer", "answer", number, version, TEXT)
        take([item for item in submissions(1) if item["service_code"] == "message"])


class Hour:
    def __init__(self, role, cyrillic, state):
        self.keys, self.bytes = {}, {}
        self.play = Play(120, 40, cyrillic).start("-l", "uk", *self.filter_of(role, cyrillic), user=f"t_{role}", env={"XDG_STATE_HOME": state})
        self.play.wait({"officer": "Історія", "auditor": "Олена Коваль", "admin": "Вихідна черга"}.get(role, "1/")).settle()

    @staticmethod
    def filter_of(role, cyrillic):
        """The second time from the other end: what was referred is still new, and stands first."""
        of = {"moderator": "status:new kind:traffic", "traffic": "unit:me district:podil,dnipro"}.get(role)  # a defect is in its city
        return ("-f", of + (" sort:-due" if cyrillic else "")) if of else ()

    def do(self, job, steps):
        pressed, before = 0, self.play.written
        for step, shows in steps:
            if isinstance(step, tuple):
                self.play.type(step[0])
            else:
                self.play.keys(step)
                pressed += 1
            self.play.wait(shows)
        self.play.settle()
        self.keys.setdefault(job, set()).add(pressed)
        self.bytes.setdefault(job, []).append(self.play.written - before)


def play_role(role, scratch):
    """Keys and bytes of each job; the keys are the same in both layouts."""
    keys, written = {}, {}
    for cyrillic in False, True:
        hour = Hour(role, cyrillic, f"{scratch}/{role}-{cyrillic}")
        try:
            for _ in range(TIMES):
                for job, steps in JOBS[role].items():
                    hour.do(job, steps)
        finally:
            hour.play.kill()
        renew(role)
        for job, counts in hour.keys.items():
            keys.setdefault(job, set()).update(counts)
            written.setdefault(job, []).extend(hour.bytes[job])
    return keys, written


def run(figures, scratch):
    os.environ["VARTA_LOCALEDIR"] = os.environ["VARTA_BUILD"] + "/locale"
    os.environ["LC_ALL"] = "C.UTF-8"
    reports = real()
    fill(reports)
    if not reports:
        figures.skip("console.hour, real reports", f"no ../{REAL}")
    for role in JOBS:
        keys, written = play_role(role, scratch)
        query, verbs = ENDS.get(role, ("", {}))
        for job, counts in keys.items():
            done = sql(query, verbs[job])[0][0] if job in verbs else 2 * TIMES
            if done < 2 * TIMES:
                raise AssertionError(f"{role}: {job} was done {done} times of {2 * TIMES}")
            figures.add(f"console.hour.{role}.{job}", max(counts), "keys", "<=8" if job == "order" else "<=4", f"the most of {2 * TIMES}, in two layouts, texts apart; {len(reports)} real reports")
            figures.add(f"console.hour.{role}.{job}_bytes", statistics.median(written[job]), "B", "", f"the median of {2 * TIMES}, 120x40, texts among them")
