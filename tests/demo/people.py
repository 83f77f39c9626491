"""The people of the demonstration and what they have done before it begins: beats and units, and a little work, so that each
role's first screen has something on it."""
import json
import os
import secrets
import subprocess

import ctl
from reports import sql

DEFAULT = "moderator"
PEOPLE = [  # login, name, role, unit, more
    ("koval", "Олена Коваль", "moderator", None, ["--police"]),
    ("melnyk", "Ігор Мельник", "moderator", None, []),
    ("bondar", "Тарас Бондар", "officer", "district_officers", ["--police"]),
    ("kravets", "Ганна Кравець", "officer", "district_officers", ["--police"]),
    ("shevchuk", "Наталія Шевчук", "traffic", "traffic_unit", ["--police"]),
    ("tkach", "Юрій Ткач", "expert", "legal_aid", []),
    ("lysenko", "Марія Лисенко", "auditor", None, []),
    ("savchenko", "Андрій Савченко", "admin", None, []),
]
SCREENS = ("v/м", "інші екрани")
DEMO_ROLES = {  # what DEMO= may name: login, who that is, what is on the first screen, the keys of this role
    "moderator": ("koval", "модераторка Олена Коваль", "черга нових звернень",
                  (("a/ф", "прийняти"), ("x/ч", "відхилити"), ("r/к", "передати підрозділу"), ("w/ц", "написати відповідь"), ("p/з", "опублікувати"))),
    "officer": ("bondar", "дільничний Тарас Бондар", "повідомлення мешканців дільниці", (("w/ц", "написати відповідь"), SCREENS)),
    "traffic": ("shevchuk", "інспекторка Наталія Шевчук із сектору безпеки дорожнього руху", "робота підрозділу: що перевірити, видати, простежити",
                (("c/с", "підтверджено на місці"), ("C/С", "не підтвердилося"), ("w/ц", "скласти припис"), ("p/з", "видати його"), SCREENS)),
    "expert": ("tkach", "правник Юрій Ткач", "що передано його центрові", (("a/ф", "узяти в роботу"), ("w/ц", "написати відповідь"), SCREENS)),
    "auditor": ("lysenko", "аудиторка Марія Лисенко", "хто що зробив і чи ціла історія", (SCREENS,)),
    "admin": ("savchenko", "адміністратор Андрій Савченко", "вихідна черга", (("y/н", "спробувати ще раз"), SCREENS)),
}
BEATS = {"left": ("Правий берег", 30.25, 30.545, "bondar"), "right": ("Лівий берег", 30.545, 30.76, "kravets")}
HOURS = '[{"weekday": 2, "from": "17:00", "to": "19:00", "place": "вул. Хорива, 20, каб. 3"}]'
INSTITUTIONS = [  # code, settings
    ("autodor", "name=КК «Автодор» (демо)", "email=autodor@example.org", 'owns={"surface": "everywhere", "marking": "everywhere", "sign": "everywhere"}'),
    ("svitlo", "name=КП «Міське світло» (демо)", "email=svitlo@example.org", 'owns={"light": "everywhere", "traffic-light": "everywhere"}'),
    ("zelen", "name=КО «Зелене господарство» (демо)", 'owns={"screen": "everywhere"}'),
]
GROUNDS = [  # code, settings
    ("surface", "object=surface", "law=Закон України «Про дорожній рух», стаття 9", "demand=Усунути: {що} ({місце}).", "days=5", "working=true"),
    ("sign", "object=sign", "law=Закон України «Про дорожній рух», стаття 9", "demand=Відновити: {що} ({місце}).", "days=10"),
    ("marking", "object=marking", "law=Закон України «Про дорожній рух», стаття 9", "demand=Нанести розмітку: {що} ({місце}).", "days=20"),
    ("lights", "object=traffic-light", "law=Закон України «Про дорожній рух», стаття 9", "demand=Полагодити: {що} ({місце}).", "days=3"),
]
DEFECTS = [  # line of submissions.jsonl that it comes from (None: the officer saw it), thing, what, place, latitude, longitude, what is done
    (13, "sign", "немає знака 5.35 на стовпі", "вул. Васильківська, 34", 50.3894, 30.4985, ("verify", "draft", "issue", "accept")),
    (None, "surface", "вибоїна 0,6 × 1,2 м", "Броварський проспект, 11", 50.4521, 30.5987, ("verify", "draft", "issue", "done")),
    (14, "traffic-light", "зелене для пішоходів 10 с замість 25", "бульв. Лесі Українки, 26", 50.4294, 30.5388, ("verify", "draft", "issue", "reject")),
    (19, "marking", "розмітка 1.1 суперечить знаку 4.3", "Паркова дорога", 50.4548, 30.5271, ("verify", "draft")),
    (32, "marking", "немає розмітки 1.14.1", "просп. Оболонський, 1", 50.5018, 30.4983, ()),
]
TEMPLATES = [  # category (None: any), title, text
    (None, "Передано службі", "Дякуємо за звернення № {number}. Передали його службі, яка це усуне. Адреса: {address}."),
    ("question", "Роз’яснення", "Дякуємо за питання. Відповідь: {відповідь}"),
    ("message", "Прийду особисто", "Вітаю! Прийду за вашою адресою {коли}. Телефон дільничного — {телефон}."),
]


def beats(folder):
    """The file of two beats, west and east of the river."""
    box = lambda west, east: [[[west, 50.30], [east, 50.30], [east, 50.60], [west, 50.60], [west, 50.30]]]  # noqa: E731
    path = f"{folder}/beats.geojson"
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": {"type": "Polygon", "coordinates": box(west, east)}}
            for code, (name, west, east, _) in BEATS.items()]}, out)
    return path


def add(city, folder):
    """Operators, their units, beats and hours, a template."""
    for login, name, role, unit, more in PEOPLE:
        ctl.must("operator", "add", login, "--name", name, "--role", role, "--city", city, *more, stdin=secrets.token_urlsafe(24) + "\n")
        if unit:
            ctl.must("operator", "set", login, f"unit={unit}")
    ctl.must("beat", "import", city, beats(folder))
    for code, (_, _, _, login) in BEATS.items():
        ctl.must("beat", "assign", city, code, login)
    ctl.must("hours", "set", "bondar", HOURS)
    for code, *settings in INSTITUTIONS:
        ctl.must("institution", "add", city, code, *settings)
    for code, *settings in GROUNDS:
        ctl.must("ground", "set", city, code, *settings)
    ctl.must("unit", "head", city, "traffic_unit", "shevchuk")
    for kind, title, text in TEMPLATES:
        sql("select api.guidance_save(null, null, %s, %s, null, 'uk', %s, %s)", city, kind, title, text, user="koval")


def varta(login, *args, text=""):
    """Runs a command of varta as that operator."""
    done = subprocess.run([os.environ["VARTA_BUILD"] + "/console/varta", *args], env=dict(os.environ, PGUSER=login), input=text, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"varta {' '.join(args)}: status {done.returncode}: {done.stdout}")
    return done.stdout


def orders(city, numbers):
    """A defect in each state, and orders that are drafted, accepted, rejected and said to be done."""
    more = {"accept": (), "done": (), "reject": ("--note", "Світлофор на балансі іншої служби.")}
    for line, thing, what, place, lat, long, acts in DEFECTS:
        about = ("--request", str(numbers[line - 1])) if line else ()
        row = json.loads(varta("shevchuk", "defect", "add", city, thing, what, place, str(lat), str(long), *about, "--json"))
        for act in acts:
            if act == "verify":
                varta("shevchuk", "defect", "verify", str(row["id"]), "confirmed", "--measured", "length=1.2")
            elif act == "draft":
                row = json.loads(varta("shevchuk", "order", "draft", str(row["id"]), "--json"))
            else:
                varta("shevchuk", "order", act, str(row["id"]), *more.get(act, ()))


def owner_link(syncd):
    """The address by which the owner of an order that waits for him reads it and answers."""
    rows = [json.loads(line) for line in varta("shevchuk", "order", "list", "state:issued,accepted", "--json").splitlines()]
    return f"http://127.0.0.1:{syncd.port}" + varta("shevchuk", "order", "link", str(rows[0]["id"])).strip()


def work(city, numbers):
    """What was done before: numbers are the requests, in the order of submissions.jsonl."""
    n = lambda *lines: [str(numbers[line - 1]) for line in lines]  # noqa: E731
    road, law = n(4, 13, 14, 19, 32), n(17, 31, 39)
    varta("koval", "accept", *road, *law)
    varta("koval", "refer", "--unit", "traffic_unit", *road)
    varta("koval", "refer", "--unit", "legal_aid", *law)
    varta("shevchuk", "referral-return", "--note", "Це дорога області, не міста.", road[0])
    varta("shevchuk", "referral-accept", road[1])
    varta("tkach", "referral-answer", law[2], text="Відповідь надають за 30 днів. Строк можна уточнити у слідчого.\n")
    varta("koval", "reject", "--reason", "unclear", *n(88))
    varta("melnyk", "accept", *n(7))
    varta("melnyk", "answer", *n(7), text="Наряд виїжджав, водіїв оштрафовано.\n")
    orders(city, numbers)
