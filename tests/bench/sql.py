"""What an operator waits for in the database: the figures sql.* over many requests in 40 cities.

Each question is asked again and again by a session that is open already, as the console's is: by an
operator of one city (one) and by one of all cities, who asks for one of them (city) or for all (all).
How the database answers each is kept in bench-explain.txt.
"""
import random
import re
import statistics
import subprocess
import threading
import time

import psycopg2

import database as db

CITIES, WARM, BATCHES, ROUNDS = 40, 30, 5, 120
ONE, ALL = "b_one", "b_all"
OPEN_CITY = "city7"
COMMON, RARE = ("дорога", "діти", "світлофори"), ("їжака", "їжаки")
SLICE = 5_000
PLANS = 4

PAGE = "select * from api.queue_page(%s, %s::smallint, now() + %s * interval '1 hour', %s, %s, 50)"
SEARCH = "select * from api.search(%s, %s, 50)"
HERE = f'{{"city": ["{OPEN_CITY}"]}}'
FILTERS = (  # what the console's filter asks for; what has an index of its own stays as quick as the queue itself
    ("nobodys", '"operator": ["none"]', "<=5"), ("late", '"late": true', "<=5"), ("due", '"due": {"from": "-1d", "to": "2d"}', "<=5"),
    ("received", '"received": {"from": "-7d"}, "status": ["new", "pending", "answered"]', "<=5"), ("newest", '"sort": "-received"', "<=5"),
    ("near", '"near": {"lat": 48.05, "long": 26.18, "m": 300}', "<=5"), ("unit", '"unit": ["patrol"]', "<=10"), ("area", '"area": ["inside"]', "<=5"),
    ("text_rare", '"text": "їжаки", "status": ["new", "pending", "answered"]', "<=50"), ("text_common", '"text": "дорога"', ""))


def page(where):
    """Half of the pages from the beginning, the others from anywhere, in both directions."""
    def params(pick):
        anywhere = pick.random() < 0.5
        return (where, *((0, pick.uniform(-100, 400), 0) if anywhere else (None, None, None)), anywhere and pick.random() < 0.5)
    return params


def search(where, words):
    return lambda pick: (where, pick.choice(words))


QUESTIONS = (  # name, operator, SQL, its arguments, aim of p99
    ("queue_page_one", ONE, PAGE, page("{}"), "<=5"),
    ("queue_page_city", ALL, PAGE, page(HERE), "<=5"),
    ("queue_page_all", ALL, PAGE, page("{}"), "<=5"),
    *((f"queue_{name}_city", ALL, PAGE, page(f'{HERE[:-1]}, {keys}}}'), aim) for name, keys, aim in FILTERS),
    ("queue_mine_all", ALL, PAGE, page('{"operator": ["bench2"]}'), ""),
    ("request_one", ONE, "select api.request(%s)", lambda pick: (pick.choice(pick.here),), "<=5"),
    ("request_all", ALL, "select api.request(%s)", lambda pick: (pick.choice(pick.anywhere),), "<=5"),
    ("badges_one", ONE, "select * from api.badges()", lambda pick: (), "<=5"),
    ("badges_all", ALL, "select * from api.badges()", lambda pick: (), "<=20"),
    ("search_rare_one", ONE, SEARCH, search("{}", RARE), "<=50"),
    ("search_rare_city", ALL, SEARCH, search(HERE, RARE), "<=50"),
    ("search_rare_all", ALL, SEARCH, search("{}", RARE), "<=50"),
    ("search_common_one", ONE, SEARCH, search("{}", COMMON), "<=50"),
    ("search_common_city", ALL, SEARCH, search(HERE, COMMON), "<=50"),
    ("search_common_all", ALL, SEARCH, search("{}", COMMON), "<=50"),
    ("similar_one", ONE, "select * from api.similar(%s)", lambda pick: (pick.choice(pick.here),), "<=50"),
    ("similar_all", ALL, "select * from api.similar(%s)", lambda pick: (pick.choice(pick.anywhere),), "<=50"),
)


def connect(name, user="postgres"):
    connection = psycopg2.connect(dbname=name, user=user)
    connection.set_client_encoding("UTF8")
    connection.autocommit = True
    return connection


def ask(connection, sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def picker(name, title):
    """Chooses arguments, the same ones in every run. here and anywhere: numbers of requests, of OPEN_CITY and of all."""
    pick, admin = random.Random(title), connect(name)
    pick.here, pick.anywhere = ([row[0] for row in ask(admin, "select r.id from varta.request r join varta.city c on c.id = r.city_id "
                                                        "where r.id %% 97 = 5 and c.code like %s order by r.id limit 5000", (code,))]
                                for code in (OPEN_CITY, "%"))
    admin.close()
    return pick


def index(name, requests):
    """Makes the documents of all requests, as the indexer does, but in two sessions at once. Returns seconds."""
    def work(first):
        connection = connect(name)
        for low in range(first, requests + 1, 2 * SLICE):
            ask(connection, "select varta.index_requests(array_agg(city_id order by id), array_agg(id order by id)) "
                            "from varta.request where id between %s and %s having count(*) > 0", (low, low + SLICE - 1))
        connection.close()

    begin = time.monotonic()
    first = connect(name)  # which learns the words, so that the two do not wait for each other
    ask(first, "select varta.dictionary(), varta.index_requests(array_agg(city_id order by id), array_agg(id order by id)) "
               "from varta.request where id <= %s", (SLICE,))
    first.close()
    threads = [threading.Thread(target=work, args=(1 + SLICE * n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begin


def fill(name, requests):
    """The database with so many requests, their index, and the two operators."""
    db.psql(name, "-v", f"requests={requests}", "-v", f"cities={CITIES}", "-f", f"{db.ROOT}/tests/bench/generate.sql",
            stdout=subprocess.DEVNULL)
    index(name, requests)
    admin = connect(name)
    cities = [row[0] for row in ask(admin, "select code from varta.city order by id")]
    for login, of in ((ONE, [OPEN_CITY]), (ALL, cities)):
        ask(admin, "select api.operator_add(%s, 'Олена Приклад', 'moderator', %s, true)", (login, of))
    ask(admin, "vacuum analyze")
    missing = ask(admin, "select count(*) from varta.request r where not exists "
                         "(select from varta.search s where s.city_id = r.city_id and s.id = r.id)")[0][0]
    admin.close()
    if missing:
        raise RuntimeError(f"{missing} requests have no document")


def measure(name, question):
    """Milliseconds that half of the rounds and all but a hundredth of them need, each of the quietest of several batches: the
    machine may have something else to do meanwhile."""
    title, operator, sql, params, _ = question
    pick, session, batches = picker(name, title), connect(name, operator), []

    def once():
        arguments = params(pick)
        begin = time.perf_counter()
        ask(session, sql, arguments)
        return (time.perf_counter() - begin) * 1000

    for _ in range(WARM):
        once()
    for _ in range(BATCHES):
        cuts = statistics.quantiles([once() for _ in range(ROUNDS)], n=100)
        batches.append((cuts[49], cuts[98]))
    session.close()
    return min(p50 for p50, _ in batches), min(p99 for _, p99 in batches)


def explain(name, question, file):
    """Writes how a warm session is answered: the question, and of the statements within it those that took longest."""
    title, operator, sql, params, _ = question
    pick, session = picker(name, title), connect(name)
    session.notices = []
    ask(session, "load 'auto_explain'")
    for setting in ("min_duration = 0", "nested_statements = on", "analyze = on", "buffers = on", "timing = off"):
        ask(session, f"set auto_explain.log_{setting}")
    ask(session, f"set session authorization {operator}")
    for _ in range(8):
        arguments = params(pick)
        ask(session, sql, arguments)
    ask(session, "set client_min_messages = log")
    ask(session, sql, arguments)
    session.close()
    plans = [(float(re.search(r"duration: ([0-9.]+) ms", note)[1]), note) for note in session.notices if "duration: " in note]
    longest = sorted(plans, reverse=True)[:PLANS]
    file.write(f"== {title}: {operator} asks {arguments}\n" + "\n".join(note for _, note in plans if any(note is kept for _, kept in longest)))


def run(figures, build, requests, suffix=""):
    """Makes a database of so many requests and asks; returns p99 by question. suffix: of the names of figures; those have no aims."""
    name, p99 = "bench_sql", {}
    db.create(name, "template_bench")
    begin = time.monotonic()
    fill(name, requests)
    took = time.monotonic() - begin
    with open(f"{build}/bench-explain{suffix}.txt", "w", encoding="utf-8") as file:
        for question in QUESTIONS:
            title, aim = question[0], question[-1]
            p50, p99[title] = measure(name, question)
            figures.add(f"sql.{title}_p50{suffix}", p50, "ms")
            figures.add(f"sql.{title}_p99{suffix}", p99[title], "ms", "" if suffix else aim, f"{requests} requests, {CITIES} cities")
            explain(name, question, file)
    db.drop(name)
    figures.add(f"sql.fill_s{suffix}", took, "s", "", f"{requests} requests made and indexed")
    return p99
