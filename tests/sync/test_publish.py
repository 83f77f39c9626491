"""The static tree: what is public comes into it within seconds, what is not public any more leaves it, and
nothing private is ever in it; however the daemon, the database or the disk behave, in the end it is the
tree that is made from scratch."""
import json
import os
import random
import signal
import sys
import xml.etree.ElementTree as ElementTree

import hostile
import reports
import tree
from reports import act, sql, version
from syncd import Syncd, wait_for
from tree import Tree, accept, answer

ROOT = f"{os.environ['TMPDIR']}/public"
SETTINGS = (f"publish: {ROOT}", "publish_whole: 100ms")
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"'>\n" + "\n".join(hostile.TITLES.values())
MAIL, NAME, PHONE, NOTE = "olena@example.org", "Дзвінчук", "0501234567", "Внутрішня нотатка"


def settled(source="kyiv-map"):
    wait_for("published", lambda: tree.waiting(source) == 0)


def whole(public, numbers):
    """The list of everything has exactly these."""
    wait_for("whole list", lambda: public.has("all.geojson") and
             sorted(feature["id"] for feature in public.json("all.geojson")["features"]) == sorted(numbers))


def check_made(public):
    """A tree from scratch, of what was there before."""
    wait_for("tree", lambda: tree.is_built("kyiv-map"))
    for name in ("index.html", "site.json", "districts.geojson", "answers.atom", "answers.html", "site/site.js", "site/leaflet.js"):
        assert public.has(name), name


def check_page(public):
    """A request comes, is answered, and everything that shows it follows."""
    number, = accept(f"Яма <b>&amp;\n\n{HOSTILE}", email=MAIL, last_name=NAME, phone=PHONE)
    settled()
    html, doc = public.read(public.page(number)), public.json(public.page(number, "json"))
    assert doc["status"] == "open" and doc["title"] == "Яма <b>&amp;" and doc["service_code"] == "road", doc
    assert "Яма &lt;b&gt;&amp;amp;" in html and "<b>" not in html and "<script>" not in html, html
    assert all(part.startswith(' src="../../site/') for part in html.split("<script")[1:]), html
    assert len(html.encode()) < 10_000 and 'class="status open"' in html and 'lang="uk"' in html, html
    assert not hostile.BAD.search(html) and "<img" not in html, html
    act("t_moderator", "note", number, version(number), NOTE)
    answer(number, f"Зроблено <i>\n{HOSTILE}")
    settled()
    html = public.read(public.page(number))
    assert 'class="status closed"' in html and "Зроблено &lt;i&gt;" in html and "<i>" not in html, html
    assert not hostile.BAD.search(html + public.read("answers.atom")), "controls in a page"
    entry = ElementTree.fromstring(public.read("answers.atom")).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}content").text.startswith("Зроблено <i>"), entry
    assert entry.find(f"{ATOM}link").get("href") == "https://example.org/map/" + public.page(number)
    day, = public.json("days.json")
    feature, = public.json(f"day/{day}.geojson")["features"]
    assert feature["properties"]["status"] == "closed" and feature["properties"]["title"] == "Яма <b>&amp;", feature
    whole(public, [number])
    wait_for("statistics", lambda: public.json("statistics.json")["total"]["closed"] == 1)
    return number


def check_long(public):
    """A page has less than 10 KB whatever is written; all of it is beside it as plain text."""
    number, = accept("&<>\"' Довге. " * 1500, address="ї" * 1000)
    answer(number, "\u202e" + "Відповідь. " * 1800)
    settled()
    html, text = public.read(public.page(number)), public.read(public.page(number, "txt"))
    assert len(html.encode()) < 10_000 and f'href="{number}.txt"' in html, len(html.encode())
    assert text.count("Довге.") >= 1500 and text.count("Відповідь.") == 1800
    act("t_moderator", "reopen", number, version(number), None)
    act("t_moderator", "reject", number, version(number), "unclear", None)
    settled()
    assert not public.has(public.page(number)) and not public.has(public.page(number, "txt"))


def check_private(public):
    """Neither crimes nor messages, nor what nobody has looked at, nor what a resident's data are."""
    crime, message = reports.add("Крадіжка секретна", code="crime") + reports.add("Лист секретний", code="message")
    act("t_moderator", "accept", crime, 1)
    answer(crime, "Відповідь секретна")
    reports.add("Новий секретний")
    rejected, = reports.add("Відхилений секретний")
    act("t_moderator", "reject", rejected, 1, "spam", NOTE)
    number, = accept("Останній")
    settled()
    public.check()
    for name, data in public.files().items():
        if not name.endswith(".gz"):
            for word in ("екретн", MAIL, NAME, PHONE, NOTE, "t_moderator", "Олена Коваль"):
                assert word.encode() not in data, (word, name)
    return number


def check_window(public):
    """Before the recall window ends nobody sees an answer, and one that is recalled never."""
    number, = accept("Вікно")
    settled()
    sql("select api.city_set('kyiv', '{\"recall_window\": \"2 seconds\"}')")
    answer(number, "Передчасно")
    act("t_moderator", "recall", number, version(number), None)
    answer(number, "Вчасно")
    sql("select api.city_set('kyiv', '{\"recall_window\": \"0\"}')")
    other, = accept("Інший")
    wait_for("the other", lambda: public.has(public.page(other)))
    assert "часно" not in public.read(public.page(number))
    settled()
    assert "Вчасно" in public.read(public.page(number))
    assert not [name for name, data in public.files().items() if "Передчасно".encode() in data]


def check_erased(public):
    """A name that is erased leaves the tree, too."""
    number, = accept(f"Підпис: {NAME}", last_name=NAME)
    answer(number, f"Пане {NAME}!")
    settled()
    assert public.read(public.page(number)).count(NAME) == 3
    sql("select api.erase_reporter('kyiv', null, null, %s, true)", number)
    settled()
    assert NAME not in public.read(public.page(number)) + public.read("answers.atom") + public.read("answers.html")


def check_rebuilt(public):
    """A tree made from scratch drops what has no place in it, repairs what is damaged, leaves the rest alone."""
    number, = accept("Лишається")
    settled()
    page = public.path(public.page(number))
    before = {name: os.stat(public.path(name)).st_mtime_ns for name in public.files() if name.startswith("r/")}
    strays = ["r/0/999.html", "r/777/777001.html.gz", "day/1999-01-01.geojson", "tile/14/1/1.geojson", public.page(number) + ".new"]
    for name in strays:
        os.makedirs(os.path.dirname(public.path(name)), exist_ok=True)
        with open(public.path(name), "w", encoding="ascii") as file:
            file.write("stray")
    with open(page, "a", encoding="ascii") as file:
        file.write("damage")
    sql("select api.publish_rebuild('kyiv-map')", user="t_admin")
    wait_for("tree", lambda: tree.is_built("kyiv-map"))
    assert not [name for name in strays if public.has(name)]
    assert "damage" not in public.read(public.page(number))
    assert number in public.check()
    for name, then in before.items():
        assert (os.stat(public.path(name)).st_mtime_ns == then) != name.startswith(public.page(number)), name


def check_disk(public, syncd):
    """What cannot be written is tried again, and the reason is shown."""
    number, = reports.add("Диск")
    blocked = public.path(public.page(number) + ".new")
    os.makedirs(blocked)
    act("t_moderator", "accept", number, 1)
    state = "select last_error from varta.delivery where request_id = %s"
    wait_for("error", lambda: sql(state, number)[0][0])
    assert "Is a directory" in sql(state, number)[0][0] and public.page(number) in syncd.log(), sql(state, number)
    assert not public.has(public.page(number))
    os.rmdir(blocked)
    sql("update varta.delivery set next_at = now() where request_id = %s", number)
    sql("select varta.tell('outbox')")
    settled()
    assert public.has(public.page(number))


def life(numbers, chance):
    """Something happens to one of the requests."""
    number = chance.choice(numbers)
    status = reports.status(number)
    deed = chance.choice({"new": ["accept", "reject"], "pending": ["answer", "withdraw", "answer"], "answered": ["reopen"],
                          "rejected": ["reopen"]}.get(status, [None]))
    if deed == "answer":
        answer(number, f"Відповідь {chance.random()}")
    elif deed:
        more = {"reject": ("unclear", None), "withdraw": (None,), "reopen": (None,)}.get(deed, ())
        act("t_moderator", deed, number, version(number), *more)


def check_faults(public):
    """Two daemons on one folder, one of them killed again and again, the database's connections cut: in the
    end it is the tree that another one has that is made from scratch."""
    chance = random.Random(5)
    numbers = reports.add(*(f"Випадок {n}" for n in range(40)), at=None, code="question") + reports.add(*(f"Місце {n}" for n in range(40)))
    with Syncd(settings=SETTINGS) as steady:
        for turn in range(6):
            other = Syncd(settings=SETTINGS)
            for _ in range(15):
                life(numbers, chance)
            if turn % 3 == 2:
                sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                    " and application_name = 'varta-syncd publish'")
            other.kill()
        sql("update varta.delivery set leased_until = now() where leased_until > now()")
        sql("select varta.tell('outbox')")
        settled()
        tree.add_source("kyiv-two", url="https://example.org/map")
        wait_for("tree", lambda: tree.is_built("kyiv-two"))
        assert steady.process.poll() is None
    one, two = public.check(idle=True), Tree(ROOT, "kyiv-two").check(idle=True)
    assert one == two and len(one) > 20, (len(one), len(two))


def check_closed():
    """A daemon that may not write says so at its start."""
    try:
        Syncd(settings=("publish: /nowhere",))
    except AssertionError as error:
        assert "cannot write into '/nowhere'" in str(error), error
    else:
        raise AssertionError("it started")


def main():
    os.mkdir(ROOT)
    public = Tree(ROOT, "kyiv-map")
    tree.add_source("kyiv-map", url="https://example.org/map")
    with Syncd(settings=SETTINGS) as syncd:
        check_made(public)
        check_page(public)
        check_long(public)
        check_private(public)
        check_window(public)
        check_erased(public)
        check_rebuilt(public)
        check_disk(public, syncd)
    check_faults(public)
    check_closed()


sys.exit(main())
