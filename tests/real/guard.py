"""The guard on labelled data: what it finds of telephones, mails, plates, cards and numbers of taxpayers, of names in
every case form and in running text; and how often it stops at what is nobody's: requests, law, offences."""
import csv
import json
import random


import gazetteer

PII = "data/pii"
IDENTIFIERS, DECLINED, RUNNING = f"{PII}/synthetic_identifiers.tsv", f"{PII}/declined_full_names_uk.jsonl", f"{PII}/ner_uk_v2_test.jsonl"
HOLES, HOTLINE, LAW = "data/ukryama/holes_2011_2013.jsonl", "data/lviv_hotline/glm_2024_sample100.csv", "data/orders/law_articles_police_2026.jsonl"
MASKED, INSULTS = f"{PII}/profanity_mask_cases.tsv", f"{PII}/profanity_uk.tsv"
NEEDS = (IDENTIFIERS, DECLINED, RUNNING, HOLES, HOTLINE, LAW, MASKED, INSULTS)
SURE = {"phone": ("phone", "phone_city"), "mail": ("mail_or_nick",), "plate": ("plate_2004", "plate_old", "plate_moto_trailer", "plate_personal"),
        "tax-number": ("rnokpp_valid",), "card": ("card", "iban_like"), "passport": ("passport_id",), "flat": ("flat",)}
PERSONAL = {"phone", "mail", "plate", "tax-number", "passport", "card", "flat", "name"}
TEXTS = 1000  # of each set, at random


def found(texts):
    """What the guard finds in each text: [[(kind, from, to)]], characters from 0."""
    cursor = gazetteer.session().cursor()
    result = [[] for _ in texts]
    cursor.execute("select t.n, f.kind, f.start - 1, f.start + f.length - 1 from unnest(%s) with ordinality t (text, n)"
                   " cross join lateral varta.guard_find((select min(id) from varta.city), t.text) f", (list(texts),))
    for n, kind, start, end in cursor.fetchall():
        result[n - 1].append((kind, start, end))
    return result


def lines(shared, name):
    with open(f"{shared}/{name}", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def identifiers(figures, shared):
    """Each kind that is sure by its form: what of it is found, and what else is taken for it."""
    with open(f"{shared}/{IDENTIFIERS}", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    spans = found([row["text"] for row in rows])
    for kind, names in SURE.items():
        ours = [(row, span) for row, span in zip(rows, spans) if row["kind"] in names]
        hit = [any(k == kind and row["span"] in row["text"][a:b] for k, a, b in span) for row, span in ours]
        figures.add(f"guard.{kind}", 100 * sum(hit) / len(hit), "%", ">=99", f"{len(hit)} made-up ones")
    negatives = [span for row, span in zip(rows, spans) if row["personal"] == "0"]
    figures.add("guard.negatives", sum(map(bool, negatives)), "alarms", "<=0", f"{len(negatives)} that look like one")


def names_in_cases(figures, shared):
    texts, forms = [], []
    for row in lines(shared, DECLINED):
        for n in row["grammaticalCases"].values():
            family, given, patronymic = n["familyName"], n["givenName"], n["patronymicName"]
            for form in (f"{family} {given} {patronymic}", f"{given} {patronymic} {family}", f"{given} {family}", f"{family} {given}"):
                forms.append(form)
                texts.append(f"Учора сусід бачив, як {form} паркував авто.")
    whole = [any(a <= text.index(form) and b >= text.index(form) + len(form) for k, a, b in span if k == "name")
             for text, form, span in zip(texts, forms, found(texts))]
    figures.add("guard.declined_names", 100 * sum(whole) / len(whole), "%", ">=95", f"{len(whole)} full names in seven cases, each found whole")


def is_full_name(words):
    """As the data label them, nicknames and gods too: words that begin with capitals, at least two."""
    return len(words) > 1 and all(word[0].isupper() for word in words if word[0].isalpha())


def names_in_text(figures, shared):
    texts = lines(shared, RUNNING)
    hit = []
    for row, span in zip(texts, found([row["text"] for row in texts])):
        for a, b, kind in row["entities"]:
            if kind == "PERS" and is_full_name(row["text"][a:b].split()):
                hit.append(any(k == "name" and x < b and y > a for k, x, y in span))
    figures.add("guard.names_in_text", 100 * sum(hit) / len(hit), "%", "", f"{len(hit)} names of two words and more, characters of tales and gods among them")


def insults(figures, shared):
    """Words of the list in every form, and the ways in which people hide one: nothing of them is to be left."""
    with open(f"{shared}/{MASKED}", encoding="utf-8") as file:
        cases = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    right = [("*" in row["expected_mask"]) == any(kind == "insult" for kind, _, _ in span) for row, span in zip(cases, found([row["text"] for row in cases]))]
    figures.add("guard.masked_insults", 100 * sum(right) / len(right), "%", "", f"{len(right)} texts with a hidden insult or none")
    with open(f"{shared}/{INSULTS}", encoding="utf-8") as file:
        rows = random.Random(1).sample([row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)], TEXTS)
    hit = [any(kind == "insult" for kind, _, _ in span) for span in found([row["form"] for row in rows])]
    figures.add("guard.insults", 100 * sum(hit) / len(hit), "%", "", f"{len(hit)} forms of insulting words")


def false_alarms(figures, shared):
    with open(f"{shared}/{HOTLINE}", encoding="utf-8-sig") as file:
        hotline = [f"{r['category']}\n{r['executantName']}\n{r['streetType']} {r['streetName']}, {r['houseNumber']}" for r in csv.DictReader(file)]
    sets = {"requests": [f"{r['address'] or ''}\n{r['text'] or ''}" for r in lines(shared, HOLES)], "hotline": hotline,
            "law": [json.dumps(r, ensure_ascii=False) for r in lines(shared, LAW)]}
    for name, texts in sets.items():
        texts = random.Random(1).sample(texts, min(TEXTS, len(texts)))
        before = gazetteer.processor_time()
        stopped = sum(any(kind in PERSONAL for kind, _, _ in span) for span in found(texts))
        took = (gazetteer.processor_time() - before) / len(texts)
        figures.add(f"guard.alarms_{name}", stopped / len(texts) * 20, "of 20", "<=1", f"{len(texts)} texts, {stopped} stopped")
        figures.add(f"guard.ms_{name}", took, "ms", "<=5", f"of the processor, for a text of {sum(map(len, texts)) // len(texts)} characters")


def run(figures, shared):
    for part in (identifiers, names_in_cases, names_in_text, insults, false_alarms):
        part(figures, shared)
