"""The commands of varta, without a terminal: columns for people, lines of JSON for programs, numbers as
arguments and on standard input, a dry run, a result for each request, and an exit status that says what
went wrong. A resident's text is harmless in columns, and exact in JSON."""
import json
import os
import re
import subprocess
import unicodedata
import unittest

import reports
from hostile import BAD, TITLES

OK, FAILED, USAGE, NOT_FOUND, DENIED, CONFLICT, OFFLINE = range(7)
PROGRAM = os.environ["VARTA_BUILD"] + "/console/varta"
NOBODY = "999999999"


def environment(user, env=None):
    return dict(os.environ, PGUSER=user, TZ="Europe/Kyiv", **(env or {}))


class Commands(unittest.TestCase):
    maxDiff = None

    def varta(self, *args, status=OK, say=(), stdin="", user="t_moderator", language="en", env=None):
        """Runs 'varta ARGS'; returns standard output. say: what standard error has to contain."""
        done = subprocess.run([PROGRAM, *map(str, args), "-l", language], input=stdin.encode(), capture_output=True,
                              env=environment(user, env), check=False)
        out, err = done.stdout.decode(), done.stderr.decode()
        shown = f"varta {' '.join(map(str, args))}\n{out}{err}"
        self.assertEqual(done.returncode, status, shown)
        for word in [say] if isinstance(say, str) else say:
            self.assertIn(word, err, shown)
        self.assertIsNone(BAD.search(err), shown)
        if status == OK:
            self.assertEqual(err, "", shown)
        return out

    def lines(self, *args, **kwargs):
        return [json.loads(line) for line in self.varta(*args, "--json", **kwargs).splitlines()]

    def accepted(self, *descriptions, **kwargs):
        numbers = reports.add(*descriptions, **kwargs)
        for number in numbers:
            reports.act("t_moderator", "accept", number, reports.version(number))
        return numbers

    def events(self, number):
        return [verb for verb, in reports.sql("select verb from varta.event where request_id = %s order by id", number)]


class Words(Commands):
    """What is said is the reason, and what a filter is typed in is either language."""

    def test_a_refusal_names_the_reason(self):
        """It named the status, which says nothing where the status is not the cause."""
        number = self.accepted("Причина відмови.")[0]
        self.varta("accept", number, status=FAILED, say=f"No. {number}: 'accept' is not possible: it is accepted already")
        self.varta("accept", number, status=FAILED, language="uk", say=f"№ {number}: прийняти не можна — уже прийнято")
        self.varta("resume", number, status=FAILED, language="uk", say=f"№ {number}: поновити строк не можна — строк не зупинено")
        self.varta("accept", number, status=DENIED, user="t_officer", say="'accept' is only for a moderator")
        self.varta("accept", number, status=DENIED, user="t_officer", language="uk", say="прийняти: лише для модератора")
        reports.act("t_moderator", "draft", number, reports.version(number), "Зроблено.", True, None)
        reports.act("t_moderator", "publish", number, reports.version(number), None)
        self.varta("undo", number, status=FAILED, user="t_moderator2", language="uk", say=f"№ {number} уже вирішено, скасувати не можна")

    def test_results_say_what_is(self):
        number, other = self.accepted("Що тепер.", "Що тепер, друге.")
        self.assertEqual(self.varta("refer", number, "-u", "patrol", language="uk"), f"{number}: передано — Управління патрульної поліції\n")
        self.assertEqual(self.varta("assign", number, "--to", "t_moderator2", language="uk"), f"{number}: призначено — Ігор Мельник\n")
        self.assertRegex(self.varta("snooze", number, "--until", "2d", language="uk"), rf"^{number}: відкладено до \w\w \d\d\.\d\d \d\d:\d\d\n$")
        self.assertRegex(self.varta("prolong", number, "--days", "3", "-m", "бо", language="uk"), rf"^{number}: строк подовжено, до \w\w \d\d\.\d\d\n$")
        self.assertEqual(self.varta("merge", other, "--into", number, language="uk"), f"{other}: об’єднано з № {number}\n")

    def test_filters_in_ukrainian(self):
        here = reports.add("Фільтр українською.", code="sign")[0]
        there = reports.add("Фільтр за Дніпром.", code="sign", at=reports.DNIPRO)[0]
        for text in ("стан:нове вид:sign район:поділ", "status:new cat:sign район:podil", "Стан:відкриті вид:\"знак\" район:Поділ"):
            for language in "en", "uk":
                with self.subTest(text=text, language=language):
                    out = self.varta("list", "-f", text, "--json", language=language)
                    found = [json.loads(line)["id"] for line in out.splitlines()]
                    self.assertEqual((here in found, there in found), (True, False), found)
        self.assertIn(there, [line["id"] for line in self.lines("list", "-f", "вид:sign стан:усі район:Дніпр")])
        self.assertEqual(self.lines("list", "-f", "вид:sign оператор:Коваль"), [])
        self.varta("list", "-f", "стан:новий", language="uk", status=USAGE, say="можна: нове, вирішується")
        self.varta("list", "-f", "район:нема", language="uk", status=USAGE, say="«нема» не підходить")


class Lists(Commands):
    def test_columns(self):
        first, second = reports.add("Яма перша.", "Яма друга, з довгою назвою.")
        out = self.varta("list").splitlines()
        self.assertRegex(out[0], r"^number +status +due +! +category +district +who +subject$")
        mine = [line for line in out if line.startswith((f"{first} ", f"{second} "))]
        self.assertEqual(len(mine), 2)
        self.assertRegex(mine[0], rf"^{first} +new +\d{{4}}-\d\d-\d\d( \d\d:\d\d)? +Damaged road +Podilskyi District +Яма перша\.$")
        self.assertEqual(len({line.index("Podilskyi") for line in mine} | {out[0].index("district")}), 1)
        self.assertEqual(len({line.index("Яма") for line in mine} | {out[0].index("subject")}), 1)
        self.assertNotRegex("\n".join(out), r" \n")

    def test_ukrainian(self):
        number = reports.add("Яма українською.")[0]
        out = self.varta("list", "-f", number, language="uk")
        self.assertRegex(out, r"^номер +стан +строк +! +вид +район +хто +зміст\n")
        self.assertRegex(out, rf"\n{number} +нове .*Пошкоджена дорога +Подільський район +Яма українською\.\n$")
        self.varta("accept", NOBODY, status=NOT_FOUND, say="не знайдено", language="uk")
        self.assertEqual(self.varta("accept", number, language="uk"), f"{number}: прийнято\n")

    def test_json(self):
        number = reports.add("Яма «в лапках» \"і\" \\ зі скісною.")[0]
        row, = self.lines("list", "-f", number)
        self.assertEqual((row["id"], row["status"], row["version"], row["city"]), (number, "new", 1, "kyiv"))
        self.assertEqual(row["title"], "Яма «в лапках» \"і\" \\ зі скісною.")
        self.assertIsNone(row["operator"])
        self.assertNotIn("due_key", row)

    def test_filter_and_limit(self):
        reports.add("Знак один.", "Знак два.", "Знак три.", code="sign")
        self.assertEqual(len(self.lines("list", "-f", "cat:sign", "-n", 2)), 2)
        self.assertEqual({row["category"] for row in self.lines("list", "--filter", "cat:sign")}, {"sign"})
        self.assertEqual(self.lines("list", "-f", "status:withdrawn cat:sign"), [])
        self.varta("list", "-f", "colour:red", status=USAGE, say="'colour:red' is none of")
        self.varta("list", "-n", "0", status=USAGE, say="from 1 on")
        self.varta("list", "-n", "two", status=USAGE, say="from 1 on")
        self.varta("list", "-f", "district:atlantis", status=USAGE, say="atlantis")

    def test_page_by_page(self):
        """More than one page of each size, each row once and in the order of the queue."""
        numbers = reports.add(*[f"Сторінка {n}." for n in range(1, 701)], code="lighting")
        rows = self.lines("list", "-f", "cat:lighting")
        self.assertEqual([row["id"] for row in rows], sorted(numbers))
        self.assertEqual(len(self.lines("list", "-f", "cat:lighting", "-n", 51)), 51)
        plain = self.varta("list", "-f", "cat:lighting").splitlines()
        self.assertEqual(len({line.index("Сторінка") for line in plain[1:]}), 1)
        with subprocess.Popen([PROGRAM, "list", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment("t_moderator")) as process:
            self.assertTrue(json.loads(process.stdout.readline()))
            process.stdout.close()
            self.assertEqual((process.wait(30), process.stderr.read()), (OK, b""))

    def test_a_full_disk(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([PROGRAM, "reasons", "-l", "en"], stdout=full, stderr=subprocess.PIPE,
                                  env=environment("t_moderator"), check=False)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"cannot write the output", done.stderr)

    def test_search(self):
        numbers = reports.add("Велосипедна стійка зникла.", "Велосипедну стійку зламали.", code="spot")
        reports.sql("select sync.index_texts(5000)")
        self.assertEqual([row["id"] for row in self.lines("search", "зникла", "стійка")], [numbers[0]])
        self.assertIn("Велосипедну стійку зламали.", self.varta("search", "зламали"))
        self.assertEqual([row["id"] for row in self.lines("search", numbers[1])][:1], [numbers[1]])
        self.varta("search", status=USAGE, say="usage: varta search WORD...")
        self.varta("search", "!?", status=USAGE)

    def test_show_and_history(self):
        number = self.accepted("Показати яму.\n\nВона глибока.", email="resident@example.org", may_contact=True)[0]
        out = self.varta("show", number)
        for words in (f"{number} · pending · traffic", "Показати яму.", "Вона глибока.", "History", "вул. Межигірська, 24"):
            self.assertIn(words, out)
        whole, = self.lines("show", number)
        self.assertEqual((whole["row"]["id"], whole["row"]["status"]), (number, "pending"))
        self.assertIn("reject", whole["verbs"])
        self.assertRegex(self.varta("history", number), rf"^number +time +who +what +why\n{number} +\d{{4}}-\d\d-\d\d \d\d:\d\d +Олена Коваль +accept\n")
        self.assertEqual([(e["request"], e["verb"]) for e in self.lines("history", number)],
                         [(number, "accept"), (number, "received")])
        out = self.varta("show", NOBODY, number, status=NOT_FOUND, say=f"{NOBODY}: not found")
        self.assertIn("Показати яму.", out)
        self.varta("show", status=USAGE, say="usage: varta show")

    def test_catalogues(self):
        self.assertRegex(self.varta("reasons"), r"^code +name +text\n(.*\n)*spam +spam ")
        self.assertIn("spam", [row["code"] for row in self.lines("reasons")])
        self.assertIn(("kyiv", "patrol"), [(row["city"], row["code"]) for row in self.lines("units")])
        self.assertEqual({row["city"] for row in self.lines("units", user="t_admin")}, {"kyiv", "poltava"})
        self.assertEqual({row["city"] for row in self.lines("units", "poltava", user="t_admin")}, {"poltava"})
        self.assertEqual([row["code"] for row in self.lines("districts")], ["dnipro", "podil"])
        self.assertIn("road", self.varta("categories", "kyiv"))
        self.assertEqual(self.lines("cities"), [{"code": "kyiv", "name": "Kyiv"}])
        self.assertEqual(self.lines("me")[0]["roles"], ["moderator"])
        self.varta("units", "atlantis", status=NOT_FOUND, say="atlantis")
        self.varta("units", "poltava", status=NOT_FOUND, say="poltava")

    def test_stats(self):
        before = {(row["city"], row["status"]): row["requests"] for row in self.lines("stats")}
        reports.add("Ще одна яма для рахунку.")
        after = {(row["city"], row["status"]): row["requests"] for row in self.lines("stats", "kyiv")}
        self.assertEqual(after["kyiv", "new"], before.get(("kyiv", "new"), 0) + 1)
        self.assertRegex(self.varta("stats", language="uk"), r"^місто +стан +звернень +прострочено\nkyiv +нов")


    def parking(self):
        rows = [row for row in self.lines("statistics", "kyiv") if (row["part"], row["code"]) == ("category", "parking")]
        return [rows[0][name] if rows else 0 for name in ("received", "open", "rejected")]

    def test_statistics(self):
        counted = [self.parking()]
        numbers = reports.add("Для статистики.", "Теж для неї.", code="parking")
        reports.act("t_moderator", "reject", numbers[0], 1, "unclear", "")
        counted.append(self.parking())
        self.assertEqual([after - before for before, after in zip(*counted)], [2, 1, 1])
        self.assertRegex(self.varta("statistics", language="uk"), r"category +parking +Паркування +\d+")
        self.varta("statistics", "atlantis", status=FAILED, say="atlantis")

    def test_outbox(self):
        reports.sql("select api.source_add('kyiv', 'kyiv-out', 'push', 'out', null)", user="t_admin")
        number = reports.add("Вийде.", source="kyiv-out")[0]
        reports.act("t_moderator", "accept", number, 1)
        self.assertEqual([(row["number"], row["state"]) for row in self.lines("outbox", "kyiv") if row["source"] == "kyiv-out"], [(number, "pending")])
        self.varta("outbox", user="t_traffic", status=DENIED,
                   say="your role does not allow this: it is only for a moderator, an auditor, an administrator or a super-administrator")


class Acts(Commands):
    def test_the_path_of_an_answer(self):
        number = reports.add("Шлях відповіді.")[0]
        self.assertEqual(self.varta("accept", number), f"{number}: accepted\n")
        self.assertIn("referred", self.varta("refer", number, "-u", "patrol", "-m", "перевірте"))
        self.varta("note", number, stdin="Лише для своїх.\n")
        self.varta("answer", number, stdin="Яму засипали.\nДякуємо!\n")
        self.assertIn("submitted", self.varta("submit", number))
        self.assertIn("approved", self.varta("approve", number))
        result, = self.lines("publish", number)
        self.assertEqual((result["id"], result["outcome"], result["row"]["status"]), (number, "done", "answered"))
        self.assertEqual(reports.sql("select public, body from varta.response where request_id = %s order by id", number),
                         [(False, "Лише для своїх."), (True, "Яму засипали.\nДякуємо!")])
        self.assertEqual(reports.sql("select note from varta.referral where request_id = %s", number), [("перевірте",)])

    def test_texts_from_files(self):
        first, second = self.accepted("Перша для файлу.", "Друга для файлу.")
        path, bad = (os.path.join(os.environ["TMPDIR"], name) for name in ("answer.txt", "bad.txt"))
        with open(path, "w", encoding="utf-8") as file:
            file.write("З файлу.\n")
        with open(bad, "wb") as file:
            file.write(b"\xff\xfe")
        self.varta("answer", "-", "--file", path, stdin=f"{first} {second}")
        for number in first, second:
            self.assertEqual(reports.sql("select body from varta.response where request_id = %s", number), [("З файлу.",)])
        self.varta("answer", "-", stdin=str(first), status=USAGE, say="--file")
        self.varta("answer", first, "-F", "/nowhere.txt", status=FAILED, say="/nowhere.txt")
        self.varta("answer", first, "-F", bad, status=FAILED, say="not UTF-8")
        self.varta("answer", first, stdin="", status=FAILED)

    def test_reject(self):
        number = reports.add("Реклама.")[0]
        self.varta("reject", number, status=USAGE, say="needs the option '--reason'")
        self.varta("reject", number, "-r", "boredom", status=NOT_FOUND, say="boredom")
        self.varta("reject", number, "--reason", "spam")
        self.assertEqual(reports.status(number), "rejected")
        self.assertRegex(self.varta("history", number), rf"(?m)^{number} .* reject +.*spam")
        self.assertRegex(self.varta("show", number), r"The resident reads\n +\S")
        self.varta("accept", number, user="t_auditor", status=DENIED, say="it is only for a moderator or a district officer")

    def test_whose_it_is(self):
        number = self.accepted("Чия це яма.")[0]
        self.assertEqual(self.lines("assign", number, "--to", "t_moderator2")[0]["row"]["operator"], "Ігор Мельник")
        self.assertEqual(self.lines("take", number)[0]["row"]["operator"], "Олена Коваль")
        self.assertIsNone(self.lines("give", number)[0]["row"]["operator"])
        self.varta("undo", number)
        self.assertEqual(self.lines("list", "-f", number)[0]["operator"], "Олена Коваль")

    def test_duplicates(self):
        one, other, twin = self.accepted("Подвійна яма.", "Та сама яма.", "І ще раз яма.")
        self.varta("merge", one, "-N", "--into", other)
        self.assertEqual(self.varta("merge", one, twin, "--into", other), f"{one}: merged into No. {other}\n{twin}: merged into No. {other}\n")
        self.assertEqual(self.lines("show", other)[0]["merged"], [one, twin])
        self.varta("split", twin)
        self.assertEqual([reports.status(n) for n in (one, other, twin)], ["merged", "pending", "pending"])
        self.varta("merge", twin, "--into", NOBODY, status=NOT_FOUND, say=NOBODY)
        self.varta("merge", twin, "--into", "it", status=USAGE, say="'it' is not the number of a request")

    def test_there_and_back(self):
        number = self.accepted("Туди й назад.")[0]
        self.varta("withdraw", number, "-m", "просить мешканець")
        self.assertEqual(reports.status(number), "withdrawn")
        self.assertIn("просить мешканець", self.varta("history", number))
        self.varta("recall", number, status=FAILED)
        number = self.accepted("Іще раз.")[0]
        self.varta("answer", number, stdin="Готово.")
        self.varta("publish", number)
        self.varta("reopen", number)
        self.assertEqual(reports.status(number), "pending")

    def test_snooze(self):
        number = self.accepted("До вівторка.")[0]
        self.varta("snooze", number, status=USAGE, say="needs the option '--until'")
        self.varta("snooze", number, "--until", "колись", status=USAGE, say="'колись': this is no moment")
        self.assertRegex(self.varta("snooze", number, "--until", "2d"), rf"^{number}: snoozed until \w+ \d\d\.\d\d \d\d:\d\d\n$")
        days = reports.sql("select (snoozed_until at time zone 'Europe/Kyiv')::date - (now() at time zone 'Europe/Kyiv')::date"
                           " from varta.request where id = %s", number)
        self.assertEqual(days, [(2,)])

    def test_pause(self):
        number = self.accepted("Де саме ця яма?")[0]
        self.varta("pause", number, status=USAGE, say="needs the option '--note'")
        self.varta("pause", number, "--note", "Де саме?")
        self.assertEqual(self.lines("show", number)[0]["paused"]["question"], "Де саме?")
        self.varta("resume", number)
        self.assertIsNone(self.lines("show", number)[0]["paused"])
        due = self.lines("show", number)[0]["row"]["due"]
        self.varta("prolong", number, "--days", "much", "-m", "експертиза", status=FAILED)
        self.varta("prolong", number, "--days", "5", "-m", "експертиза")
        self.assertGreater(self.lines("show", number)[0]["row"]["due"], due)

    def test_what_units_do(self):
        number = self.accepted("Для двох підрозділів.")[0]
        for unit in "patrol", "guard":
            self.varta("refer", number, "-u", unit)
        first, second = [referral["id"] for referral in self.lines("show", number)[0]["referrals"]]
        self.varta("referral-accept", number, "--referral", first)
        self.varta("referral-return", number, "-m", "Не наша.")
        self.assertEqual([r["state"] for r in self.lines("show", number)[0]["referrals"]], ["accepted", "returned"])
        self.varta("referral-answer", number, stdin="Засипали.")
        self.assertEqual([r["state"] for r in self.lines("show", number)[0]["referrals"]], ["answered", "returned"])
        self.varta("referral-accept", number, "-R", second, status=FAILED)
        self.varta("referral-accept", number, "-R", "x", status=USAGE, say="'x' is not the number")

    def test_claim(self):
        numbers = reports.add("Нічия одна.", "Нічия друга.", code="parking")
        self.assertEqual(self.varta("claim", "-f", "cat:parking"), f"{numbers[0]}: it is yours now\n")
        self.assertEqual(self.lines("claim", "-f", "cat:parking")[0]["operator"], "Олена Коваль")
        self.varta("claim", "-f", "cat:parking", status=NOT_FOUND, say="nothing here is without an operator")
        self.varta("claim", "-f", "colour:red", status=USAGE, say="colour:red")
        self.varta("claim", status=DENIED, user="t_auditor")

    def test_numbers_on_standard_input(self):
        first, second, third = reports.add("Ввід один.", "Ввід два.", "Ввід три.")
        self.assertEqual(self.varta("accept", "-", stdin=f"{first}\n{second} {third}\r\n").splitlines(),
                         [f"{n}: accepted" for n in (first, second, third)])
        self.assertEqual(self.varta("accept", "-", stdin=""), "")
        number = reports.add("Ввід із помилкою.")[0]
        self.varta("accept", "-", stdin=f"{number}\n12x\n", status=USAGE, say="standard input, line 2: '12x'")
        self.varta("accept", number, "-1", status=USAGE)
        self.assertEqual(reports.status(number), "new")

    def test_lines_of_json_on_standard_input(self):
        """They carry the version that was seen: what changed since then is refused."""
        first, second = reports.add("Рядок один.", "Рядок два.")
        listed = "".join(self.varta("list", "--json", "-f", number) for number in (first, second))
        reports.act("t_moderator2", "accept", first, reports.version(first))
        self.assertEqual(self.varta("accept", "-", stdin=listed, status=CONFLICT, say=f"{first}: Ігор Мельник changed"),
                         f"{second}: accepted\n")
        self.varta("accept", "-", stdin="{\"id\": \"x\"}\n", status=USAGE, say="line 1")

    def test_dry_run_changes_nothing(self):
        new, = reports.add("Сухий новий.")
        pending, = self.accepted("Сухий прийнятий.")
        before = self.events(new), self.events(pending), reports.version(new), reports.version(pending)
        self.assertEqual(self.varta("accept", "-N", new, pending, status=FAILED).splitlines(),
                         [f"{new}: 'accept' would be done, the status is 'new'",
                          f"{pending}: 'accept' is not possible, the status is 'pending'"])
        self.assertEqual([line["outcome"] for line in self.lines("accept", "--dry-run", new, pending, status=FAILED)],
                         ["possible", "impossible"])
        self.varta("reject", "-r", "spam", "-N", "-", stdin=f"{new} {pending}")
        self.varta("answer", "-N", pending, stdin="Ні.")
        self.varta("undo", "-N", pending)
        self.varta("accept", "-N", NOBODY, status=NOT_FOUND, say=NOBODY)
        self.assertEqual((self.events(new), self.events(pending), reports.version(new), reports.version(pending)), before)

    def test_a_result_for_each(self):
        first, second = reports.add("Гурт один.", "Гурт два.")
        results = self.lines("accept", first, NOBODY, second, status=NOT_FOUND)
        self.assertEqual([(r["id"], r["outcome"]) for r in results],
                         [(first, "done"), (int(NOBODY), "failed"), (second, "done")])
        self.assertEqual((results[1]["sqlstate"], results[1]["reason"]), ("VA001", f"not found: request {NOBODY}"))
        self.varta("accept", first, NOBODY, status=NOT_FOUND, say=[f"No. {first}: 'accept'", f"{NOBODY}: not found"])


class Statuses(Commands):
    def test_each(self):
        number = reports.add("Стан виходу.")[0]
        self.varta("resume", number, status=FAILED, say=f"{number}: ")
        self.varta("publish", number, status=NOT_FOUND, say="a draft of an answer")
        self.varta("accept", status=USAGE, say="usage: varta accept ID... | -")
        self.varta("accept", number, "--limit", "2", status=USAGE, say="takes no option '--limit'")
        self.varta("accept", number, "--nonsense", status=USAGE, say="--nonsense")
        self.varta("fly", status=USAGE, say="unknown command 'fly'")
        self.varta("--json", status=USAGE, say="--json")
        self.varta("accept", NOBODY, status=NOT_FOUND, say="not found")
        self.varta("accept", number, user="t_poltava", status=NOT_FOUND)
        self.varta("accept", number, user="t_auditor", status=DENIED)
        self.varta("accept", number, "--version-seen", 7, status=CONFLICT)
        self.varta("accept", number, number, "--version-seen", 1, status=USAGE, say="one request")
        self.assertEqual(reports.status(number), "new")
        self.varta("accept", number, "--version-seen", 1)
        self.varta("list", status=OFFLINE, say="cannot connect", env={"PGHOST": "/nowhere"})

    def test_the_worst_counts(self):
        number = self.accepted("Найгірший.")[0]
        self.varta("accept", number, NOBODY, status=NOT_FOUND)
        listed = json.dumps({"id": reports.add("Інша версія.")[0], "version": 9})
        self.varta("accept", NOBODY, "-", stdin=listed, status=CONFLICT)

    def test_the_connection_goes(self):
        """The server ends the session between two acts: nothing more is tried."""
        numbers = reports.add("Зв'язок один.", "Зв'язок два.", "Зв'язок три.")
        ended = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()" \
                " and usename = 't_moderator' and wait_event_type = 'Lock'"
        with reports.locked(numbers[1]):
            process = subprocess.Popen([PROGRAM, "accept", *map(str, numbers), "-l", "en"], env=environment("t_moderator"),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            while not reports.sql(ended):
                self.assertIsNone(process.poll())
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out.decode()), (OFFLINE, f"{numbers[0]}: accepted\n"))
        self.assertIn("1 request was not tried", err.decode())
        self.assertEqual([reports.status(n) for n in numbers], ["pending", "new", "new"])


class Hostile(Commands):
    @classmethod
    def setUpClass(cls):
        cls.numbers = reports.add(*[f"{title}\n\n{title}\r\nдругий рядок" for title in TITLES.values()],
                                  code="marking", first_name="\x1b[31mІван\u202e")

    def test_columns(self):
        out = self.varta("list", "-f", "cat:marking")
        self.assertIsNone(BAD.search(out))
        rows = out.splitlines()
        self.assertEqual(len(rows), 1 + len(TITLES))
        self.assertEqual(len({row.index("Назва") for row in rows[1:]}), 1)

    def test_show(self):
        for args in (["show"], ["show", "--json"], ["history"], ["list", "--json", "-f", "cat:marking"]):
            out = self.varta(*args, *(self.numbers if args[0] != "list" else []))
            self.assertIsNone(BAD.search(out), args)

    def test_json_is_exact(self):
        for number, title in zip(self.numbers, TITLES.values()):
            stored = reports.sql("select title from varta.request where id = %s", number)[0][0]
            row, = self.lines("list", "-f", number)
            self.assertTrue(stored.startswith(row["title"].rstrip("…")), (row["title"], stored))
            if len(title) < 80:
                self.assertEqual(unicodedata.normalize("NFC", self.lines("show", number)[0]["row"]["title"]),
                                 unicodedata.normalize("NFC", title))

    def test_in_complaints(self):
        self.varta("accept", "\x1b[31m1", status=USAGE, say="␛[31m1")
        self.varta("\x1b[2Jfly", status=USAGE, say="␛[2Jfly")
        self.varta("list", "--\x1b[2J", status=USAGE, say="␛[2J")
        self.varta("list", "-f", "st:\x1b[2J", status=USAGE, say="no status")


class Completion(unittest.TestCase):
    def complete(self, *words):
        """What bash would offer for the last of words."""
        script = os.path.join(os.path.dirname(__file__), "..", "..", "console", "completion", "varta.bash")
        quoted = " ".join(f"'{word}'" for word in words)
        done = subprocess.run(["bash", "-c", f". {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _varta;"
                               " printf '%s\\n' \"${COMPREPLY[@]}\""], capture_output=True, text=True, check=True,
                              env=dict(environment("t_moderator"), PATH=f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}"))
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash(self):
        self.assertEqual(self.complete("varta", "acc"), ["accept"])
        self.assertIn("search", self.complete("varta", "-l", "en", ""))
        self.assertEqual(self.complete("varta", "reject", "--re"), ["--reason"])
        self.assertEqual(self.complete("varta", "reject", "--reason", "sp"), ["spam"])
        self.assertEqual(self.complete("varta", "refer", "-u", "pat"), ["patrol"])
        self.assertEqual(self.complete("varta", "keys", ""), ["list", "check"])
        self.assertEqual(self.complete("varta", "ord"), ["order"])  # names of two words, one after the other
        self.assertEqual(self.complete("varta", "cam"), ["campaign"])  # once, wherever its commands stand in the list
        self.assertEqual(self.complete("varta", "order", "is"), ["issue"])
        self.assertEqual(self.complete("varta", "order", "reject", "--no"), ["--note"])

    def test_help(self):
        for language, word in (("en", "take new requests on"), ("uk", "прийняти нові звернення")):
            for args in (["--help"], ["accept", "--help"], ["commands"]):
                done = subprocess.run([PROGRAM, *args, "-l", language], capture_output=True, text=True, check=True)
                self.assertRegex(done.stdout, re.escape(word))


unittest.main()
