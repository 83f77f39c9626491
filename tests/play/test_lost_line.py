"""The connection is lost on each screen of the traffic unit while an act is being typed: the database goes away, or a relay takes every byte and passes
none on. The screen says so and shows what it has, nothing that was typed is lost, nothing is done into the void, and it goes on by itself when the
database is back. What was sent before anybody noticed comes back as it was typed, and is done once."""
import os

import database
import reports
from frozenline import FrozenLine
from playcase import PlayCase, main

LOST = "no connection"


def at_work(play, case):
    return play.go_to(case.name)


def at_defect(play, case):
    return play.go_to(case.name).keys("<Enter>").wait("Owners: there are several").settle()


def at_draft(play, case):
    case.draft()
    return play.wait("to issue").settle().go_to(case.name).keys("<Enter>").wait("Draft: it gets its text").settle()


def at_register(play, case):
    number = case.issue()
    play.keys("v", "r").wait("Register of orders").settle()
    return play.keys("/").wait("Orders:").keys("<Ctrl-u>").type(f"state:all {number}").keys("<Enter>").wait("1/1", number).settle()


def at_institutions(play, case):
    return play.keys("v", "i").wait("Institutions, and how many", "КП «Світло»").settle()


def at_round(play, case):
    reports.sql("select api.inspection_do('round_make', 'kyiv', null, null, null, null)", user="t_traffic")
    return play.keys("v", "c").wait("Rounds and campaigns").settle().keys("<Home>", "<Enter>").wait(" seen", case.name).settle().go_to(case.name)


def at_campaign(play, case):
    reports.sql("select api.inspection_do('campaign_add', 'kyiv', null, null, null, %s)", case.name, user="t_traffic")
    return play.keys("v", "c").wait("Rounds and campaigns", case.name).settle().go_to(case.name).keys("<Enter>").wait("АКТ ОБСТЕЖЕННЯ").settle()


SCREENS = {  # how one comes to it, what shows it, the keys of an act, its question, what is typed
    "work": (at_work, "What the unit has to do", ("C",), "not confirmed; note:", "нічого нема"),
    "defect": (at_defect, "Owners: there are several", ("z", "e"), "what is wrong:", ", погнутий"),
    "order": (at_draft, "Draft: it gets its text", ("W",), "demand:", " Негайно."),
    "register": (at_register, "Register of orders", ("d",), "registration number, or how:", "вх. 7"),
    "institutions": (at_institutions, "КП «Світло»", None, None, None),
    "round": (at_round, " seen", ("m",), "mended; note:", "засипано"),
    "campaign": (at_campaign, "АКТ ОБСТЕЖЕННЯ", ("z", "m"), "commission, the chairman first", "Ольга Дуб, інженер"),
}


def done():
    """How many acts of the officer there are; what is changed of an act before it is signed is no event."""
    return reports.sql("select (select count(*) from varta.event where who = 't_traffic') + (select count(*) from varta.campaign_member)")[0][0]


class LostLine(PlayCase):
    places = 0

    @classmethod
    def setUpClass(cls):
        database.psql(os.environ["PGDATABASE"], "-f", f"{database.ROOT}/tests/lib/institutions.sql")

    def setUp(self):
        super().setUp()
        self.line = FrozenLine(os.path.join(os.environ["TMPDIR"], "frozen"))
        self.line.__enter__()
        self.addCleanup(self.line.__exit__)
        self.addCleanup(self.line.thaw)
        self.addCleanup(self.let_in)

    def defect(self):
        """A defect for one case, by a name of its own."""
        LostLine.places += 1
        self.name = f"обрив {LostLine.places}"
        self.number = reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.45)", self.name, 50.461 + LostLine.places / 1000, user="t_traffic")[0][0]

    def draft(self):
        reports.act("t_traffic", "defect_verify", self.number, 1, "confirmed")
        return reports.sql("select id from api.order_draft(array[%s::bigint])", self.number, user="t_traffic")[0][0]

    def issue(self):
        return reports.sql("select name from api.order_issue(%s, 1)", self.draft(), user="t_traffic")[0][0]

    def let_in(self):
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections true", database="postgres")

    def cut(self):
        reports.sql(f"alter database {os.environ['PGDATABASE']} allow_connections false", database="postgres")
        reports.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 't_traffic' and datname = %s", os.environ["PGDATABASE"], database="postgres")

    def opened(self, to):
        self.defect()
        play = self.play("-l", "en", user="t_traffic", columns=100, rows=30, env={"PGHOST": self.line.folder}).wait("What the unit has to do", self.name).settle()
        return to(play, self)

    def noticed(self, lose, find):
        """On every screen: what is typed stays through it, and is done behind it."""
        for screen, (to, shows, keys, asks, typed) in SCREENS.items():
            with self.subTest(screen=screen):
                play = self.opened(to)
                if not keys:
                    lose()
                    play.wait(LOST, shows).keys("j", "<Enter>").wait(LOST)
                    find()
                    play.absent(LOST).kill()
                    continue
                half, before = len(typed) // 2, done()
                play.keys(*keys).wait(asks).type(typed[:half]).wait(typed[:half].rstrip())
                lose()
                play.wait(LOST).type(typed[half:]).wait(typed)
                play.keys("<Enter>").wait("no connection: nothing was changed", typed, asks)
                find()
                play.absent(LOST).wait(typed, asks)
                self.assertEqual(done(), before)
                play.keys("<Enter>").absent(asks).until(lambda: done() == before + 1, "it is not done")  # noqa: B023
                play.kill()

    def test_the_database_goes_away(self):
        self.noticed(self.cut, self.let_in)

    def test_silence(self):
        self.noticed(self.line.freeze, self.line.thaw)

    def test_sent_before_anybody_noticed(self):
        for screen, (to, _, keys, asks, typed) in SCREENS.items():
            if not keys:
                continue
            with self.subTest(screen=screen):
                play = self.opened(to)
                before = done()
                play.keys(*keys).wait(asks).type(typed).wait(typed)
                self.line.word = typed.encode()
                play.keys("<Enter>").wait(LOST, typed)
                self.line.word = None
                self.line.thaw()
                play.absent(LOST).wait(typed).kill()
                self.assertEqual(done(), before + 1)


main()
