"""Fifty residents with names of every shape are erased by the daemon, their texts with them: no form of a name, no
address and no number is left in a dump of the database, in the folder of photos, in the static tree with its
compressed twins, in drafts or in the log. What only looks like a name stays: an answer is not destroyed. A poisoned
request is set aside while the others go on, and neither it nor what residents wrote keeps reports from coming in."""
import gzip
import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata

import reports
import tree
from photos import PhotoSite
from reports import act, sql, version
from syncd import Syncd, wait_for
from tree import Tree

ROOT, MEDIA = f"{os.environ['TMPDIR']}/public", f"{os.environ['TMPDIR']}/media"
SETTINGS = (f"publish: {ROOT}", "publish_whole: 100ms", f"media_dir: {MEDIA}", "media_private: true", "request_timeout: 1s")
VIEWS = 20  # of them are looked for in a view
PG_DUMP = "/usr/lib/postgresql/15/bin/pg_dump"

# First name, last name, and how people write them.
NAMES = """
Ольга Кравець: Ользі Кравцю, Ольгою Кравцем, Ольго, Кравцеві, Кравче, Olha Kravets
Соломія Дзвінчук: Соломіє, Соломії Дзвінчук, ДЗВІНЧУКА
Наталія Лук'яненко: Наталії Лук’яненко, Наталією, Лукʼяненка, Лук`яненку, NATALIIA LUKIANENKO
Ілля Швець: Іллі Шевцю, Іллею Шевцем, Шевця
Лев Орел: Левові Орлу, Льва Орла, Левом
Павло Сокіл: Павле, Павла Сокола, Соколові, Соколом
Федір Кінь: Федора Коня, Федоре, Федорові Коневі
Яків Заєць: Якова Зайця, Яковом Зайцем, Якове
Антін Соловей: Антона Солов'я, Антоном Солов’єм, Антоне
Олег Горобець: Олеже, Олегові Горобцю, Горобцем
Галина Галушка: Галині Галушці, Галиною Галушкою, Галушко
Лука Муха: Луці Мусі, Лукою, Мухою
Марко Козак: Маркові Козаку, Марку, Козаче
Андрій Палій: Андрія Палія, Андрієм Палієм, Андрієві
Юрій Гладкий: Юрія Гладкого, Юрієві Гладкому, Юрієм Гладким, Yurii Hladkyi
Зоя Мандриківська: Зої, Зоєю, Мандриківської, Мандриківській, Мандриківську, Мандриківських, Мандриківський
Ян Ткач: Яна Ткача, Янові Ткачеві, Яном Ткачем
Василь Коваль: Василя Коваля, Василеві Ковалю, Ковалем
Ігор Ковалів: Ігоря, Ігореві, Ковалева, Ковалеву
Любов Шевченко: Любові, Любов'ю, ШЕВЧЕНКО
Марія-Анна Нечуй-Левицька: Марії-Анні, Марією, Нечуя, Левицької
Дмитро Д'яченко: Дмитре, Дмитрові Д’яченку, Дʼяченка
Микола Мороз: Миколо, Миколі Морозу, Морозе, Морозом
Тарас Бульба: Тарасе, Тарасові Бульбі, Бульбою
Ганна Кушнір: Ганні, Ганно, Кушніра, Кушніру
Прокіп Сіренький: Прокопа, Прокопом, Сіренького, Сіренькому
Григорій Сковорода: Григорія, Григорієві Сковороді, Сковородою
Євген Жук: Євгене, Євгенові Жуку, Жуком
Їжакевич Їлена: Їжакевичу, Їлені, Їленою
Аліна Чорновіл: Аліні, Аліно, Чорновола, Чорноволом
Богдан Стець: Богдане, Богданові Стецю, Стецем
Остап Вишня: Остапе, Остапові Вишні, Вишнею
Роман Купець: Романе, Романові Купцю, Купцем
Степан Молодець: Степане, Степанові Молодцю, Молодцем
Оксана Біла: Оксані Білій, Оксано, Білою, Білої
Віра Задня: Вірі, Віро, Задній
Надія Синиця: Надії, Надіє Синице, Синицею
Іван Петрович Нога: Іване Петровичу, Іванові Нозі, Ногою
Катерина Свекла: Катерині Свеклі, Катерино, Свеклою
Олексій Рибалка: Олексія, Олексієві Рибалці, Рибалкою
Сергій Кіт: Сергія Кота, Сергієві Коту, Котом
Михайло Лисенко: Михайле, Михайлові Лисенку, Лисенком
Владислав Чайковський: Владиславе, Чайковського, Чайковському
Иван Соловьёв: Ивану Соловьеву, Соловьёва, Ивана
Екатерина Кузнецова: Екатерине, Екатерины Кузнецовой, Кузнецову
John Smith: SMITH, Smith's
Łukasz Żółkiewski: Łukasz, ŻÓŁKIEWSKI
Zoë O'Neil: O’Neil, Zoë
Рамазан Абдуллаєв: Рамазане, Рамазанові, Абдуллаєва, Абдуллаєву
Ніна Перепелиця-Жеребець: Ніні, Ніно, Перепелиці, Жеребцю, Жеребцем
"""

# What is no name stays, although it begins like one.
HARMLESS = "У двірському саду є солома; запасна картка має код 0671112299, каштани й оселі чекають."


def people():
    """Of each the first name, the last name and the forms, in composed and in decomposed letters."""
    found = []
    for line in NAMES.strip().splitlines():
        name, forms = line.split(": ")
        first, last = name.rsplit(" ", 1)
        forms = forms.split(", ")
        found.append((first, last, forms + [unicodedata.normalize("NFD", forms[0])]))
    return found


def phone(n):
    return f"067{4000000 + n * 1111:07}"


def fields(n, first, last):
    return {"first_name": first, "last_name": last, "email": f"person{n}.zz@example.org", "phone": f"+38{phone(n)}",
            "account_id": f"account-zz{n}", "external_id": f"{last.lower()}-{n}" if n % 2 else f"outer-{n}",
            "media_url": f"{PhotoSite.url}/person{n}.zz.jpg", "attributes": {"contact": f"a\n{last}", "number": int("38" + phone(n))},
            "raw": f"first_name={first}&last_name={last}&phone={phone(n)}"}


def texts_of(n, first, last, forms):
    number = phone(n)
    return (f"{first} {last}: {', '.join(forms)}. Пишіть: person{n}.zz@example.org, {number[:3]} {number[3:6]}-{number[6:8]}-{number[8:]} "
            f"або account-zz{n}")


def report(n, first, last, forms):
    text = texts_of(n, first, last, forms)
    number, = reports.add(f"Яма\n\n{text}", **fields(n, first, last))
    sql("select sync.comments((select id from varta.source where code = 'kyiv-site'), jsonb_build_array(jsonb_build_object("
        "'service_request_id', %s::text, 'update_id', %s::text, 'description', %s::text, 'first_name', %s::text, 'last_name', %s::text,"
        " 'media_url', %s::text, 'raw', 'x')))",
        number, f"c-{last.lower()}-{n}", f"Це знову я. {text}", first, last, f"{PhotoSite.url}/person{n}.zz.png")
    act("t_moderator", "accept", number, version(number))
    act("t_moderator", "refer", number, version(number), "patrol", text)
    tree.answer(number, f"{HARMLESS} {text}")
    act("t_moderator", "note", number, version(number), text)
    if n < VIEWS:
        act("t_moderator", "view_save", f"Пошук {n}", json.dumps({"text": f"{first} {last}"}))
    return number


def plain(data):
    text = unicodedata.normalize("NFC", data.decode("utf-8", "replace")).lower()
    return re.sub("['’ʼ`]", "", text.replace("\\\\", "\\"))


def traces(n, first, last, forms):
    """What must be nowhere: words of a name only as words, for шевця is in швейцарія."""
    words = {w for text in (first, last, *forms) for w in re.split("[ -]", plain(text.encode())) if len(w) > 2}
    return [rf"person{n}\.zz", phone(n)[1:], rf"account-zz{n}\b"] + [rf"\b{re.escape(w)}\b" for w in words]


def searched(public, syncd):
    """Everything that is kept, by where, line by line."""
    found = {"dump": subprocess.run([PG_DUMP, "--data-only"], check=True, capture_output=True).stdout, "log": syncd.log().encode()}
    for name, data in public.files().items():
        found[name] = gzip.decompress(data) if name.endswith(".gz") else data
    for folder, _, names in os.walk(MEDIA):
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                found[f"media {name}"] = name.encode() + file.read()
    return {where: set(plain(data).splitlines()) for where, data in found.items()}


def written(everything, nothing):
    """What of it was not there before anybody wrote."""
    return {where: "\n".join(sorted(lines - nothing.get(where, set()))) for where, lines in everything.items()}


def traced(texts, *patterns):
    """Where one of them is found, and in what."""
    trace = re.compile("|".join(patterns))
    return [(where, text[max(0, m.start() - 60):m.end() + 20]) for where, text in texts.items() for m in trace.finditer(text)]


def settled():
    """The quicker the machine, the more was posted meanwhile, all of which is published."""
    wait_for("published", lambda: tree.waiting("kyiv-map") == 0, 120)
    wait_for("indexed", lambda: not sql("select 1 from varta.search_todo limit 1"), 120)


def age(numbers):
    sql("set session_replication_role = replica; update varta.request set status = 3, updated_at = now() - interval '2000 days' where id = any(%s)",
        numbers)


def left(numbers):
    return sql("select count(*) from varta.request where id = any(%s) and erased_at is null", numbers)[0][0]


def check_erased(public, syncd, known, numbers):
    before = {where for where, _ in traced(written(searched(public, syncd), {}), traces(0, *known[0])[0])}
    assert {"dump", public.page(numbers[0]), public.page(numbers[0]) + ".gz"} <= before, before
    poisoned, = reports.add("Отруєне", email="a" * 254, first_name=" ".join(f"с{i}" for i in range(100))[:100])
    broken, = reports.add("Зламане", first_name="Ярина", last_name="Зламана")
    sql("alter table varta.comment add constraint broken check (request_id <> %s or raw <> '') not valid", broken)
    reports.sql("select sync.comments((select id from varta.source where code = 'kyiv-site'), jsonb_build_array(jsonb_build_object("
                "'service_request_id', %s::text, 'update_id', 'broken', 'description', 'Зламана', 'raw', 'x')))", broken)
    took = []
    age([poisoned, broken])
    age(numbers)
    syncd.stop()
    syncd.start()
    syncd.ready()

    def post():
        while left(numbers + [poisoned]):
            begin = time.monotonic()
            assert syncd.report(description="Свіже звернення")
            took.append(time.monotonic() - begin)

    thread = threading.Thread(target=post)
    thread.start()
    wait_for("erasure", lambda: left(numbers + [poisoned]) == 0, 120)
    thread.join()
    took.sort()
    print(f"{len(took)} reports meanwhile, p99 {took[len(took) * 99 // 100] * 1000:.0f} ms")
    assert len(took) > 5 and took[len(took) * 99 // 100] < 1, took[-5:]
    wait_for("setting aside", lambda: sql("select attempts from varta.erasure_failure where request_id = %s", broken))
    wait_for("word of it", lambda: f"personal data of request {broken} could not be erased (23514)" in syncd.log())
    sql("alter table varta.comment drop constraint broken")
    sql("update varta.erasure_failure set next_at = now()")
    sql("select sync.erase_due(1)", user="t_syncd")
    assert left([broken]) == 0 and not sql("select 1 from varta.erasure_failure")


def main():
    os.mkdir(ROOT)
    os.mkdir(MEDIA)
    PhotoSite.serve()
    public = Tree(ROOT, "kyiv-map")
    tree.add_source("kyiv-map", url="https://example.org/map")
    known = people()
    assert len(known) == 50, len(known)
    with Syncd(settings=SETTINGS, debug=True) as syncd:
        wait_for("tree", lambda: tree.is_built("kyiv-map"))
        nothing = searched(public, syncd)
        numbers = [report(n, *p) for n, p in enumerate(known)]
        settled()
        wait_for("photos", lambda: sql("select count(*) from varta.photo where hash is not null")[0][0] == 100)
        check_erased(public, syncd, known, numbers)
        settled()
        everything = written(searched(public, syncd), nothing)
        assert [where for where in everything if where.startswith("media ")]
        found = [(p[1], *place) for n, p in enumerate(known) for place in traced(everything, *traces(n, *p))]
        assert not found, f"{len(found)} traces: " + "\n".join(map(str, found[:40]))
        answers = sql("select body from varta.response where request_id = any(%s) and public", numbers)
        assert len(answers) == 50 and all(body.startswith(HARMLESS) for body, in answers), [b for b, in answers if not b.startswith(HARMLESS)][:3]
        assert sql("select ok from audit.verify('kyiv')") == [(True,)]


if __name__ == "__main__":
    sys.exit(main())
