"""Due dates against a reference that walks day by day, in Python, over 20,000 random cases: working days, calendar
days and pauses, with and without martial law, in zones with and without summer time; many of the moments are in
the nights in which clocks change. The reference knows the table of holidays and nothing else of the database."""
import datetime as dt
import json
import random
import unittest
import zoneinfo

import psycopg2

CASES = 20_000
DAY = dt.timedelta(days=1)
MIDNIGHT = dt.time()
ZONES = {"kyiv": "Europe/Kyiv", "poltava": "America/New_York"}


class Calendar:
    """The working days of one city."""

    def __init__(self, zone, martial_law, holidays):
        self.zone = zoneinfo.ZoneInfo(zone)
        self.martial_law = martial_law
        self.holidays = holidays

    def works(self, day):
        working = None if self.martial_law else self.holidays.get(day)
        return day.weekday() < 5 if working is None else working

    def next_workday(self, day):
        while not self.works(day):
            day += DAY
        return day

    def time_of(self, local):
        """A local time that comes twice is the second one, one that never comes is read by the clock before."""
        first, second = (local.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        return (second if second.utcoffset() < first.utcoffset() else first).astimezone(dt.timezone.utc)

    def local(self, moment):
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def due_work(self, moment, days):
        local = self.local(moment)
        if not self.works(local.date()):
            local = dt.datetime.combine(self.next_workday(local.date()), MIDNIGHT)
        for _ in range(days):
            local = dt.datetime.combine(self.next_workday(local.date() + DAY), local.time())
        return self.time_of(local)

    def due_days(self, moment, days):
        last = self.local(moment).date()
        for _ in range(days):
            last += DAY
        return self.time_of(dt.datetime.combine(self.next_workday(last) + DAY, MIDNIGHT))

    def worked(self, begin, end):
        """The working time between two local times: the sum of what each day has of it."""
        total = dt.timedelta()
        while begin < end:
            midnight = dt.datetime.combine(begin.date() + DAY, MIDNIGHT)
            if self.works(begin.date()):
                total += min(end, midnight) - begin
            begin = midnight
        return total

    def due_resume(self, due, begin, end):
        begin, end = self.local(begin), self.local(end)
        rest = self.worked(begin, end) if begin <= end else -self.worked(end, begin)
        if not rest:
            return due
        local = self.local(due)
        if rest < dt.timedelta():  # the clock was put back within the pause
            return None
        while True:
            midnight = dt.datetime.combine(local.date() + DAY, MIDNIGHT)
            if self.works(local.date()):
                if local + rest <= midnight:
                    return self.time_of(local + rest)
                rest -= midnight - local
            local = midnight


def moments(rng, count):
    """Random moments from 2024 to 2030, every third of them near a change of clocks."""
    changes = []
    for year in range(2024, 2031):
        for zone in ZONES.values():
            day = dt.datetime(year, 1, 1, tzinfo=zoneinfo.ZoneInfo(zone))
            offset = day.utcoffset()
            for _ in range(364):
                day = (day.replace(tzinfo=None) + DAY).replace(tzinfo=zoneinfo.ZoneInfo(zone))
                if day.utcoffset() != offset:
                    changes.append(day.astimezone(dt.timezone.utc) - DAY)
                    offset = day.utcoffset()
    start = dt.datetime(2024, 1, 3, tzinfo=dt.timezone.utc)
    for n in range(count):
        if n % 3 == 0:
            yield rng.choice(changes) + dt.timedelta(seconds=rng.randrange(2 * 86400))
        elif n % 7 == 0:
            yield (start + DAY * rng.randrange(2500)).replace(hour=rng.choice((0, 21, 22, 23)))
        else:
            yield start + dt.timedelta(microseconds=rng.randrange(2500 * 86400 * 10**6))


SQL = """
select n, varta.due_work(city, at, work), varta.due_days(city, at, days), varta.due_resume(city, due, at, until)
from jsonb_to_recordset(%s) x (n int, city smallint, at timestamptz, work int, days int, due timestamptz, until timestamptz)
order by n"""


class Deadlines(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg2.connect("")
        self.addCleanup(self.connection.close)
        self.cursor = self.connection.cursor()
        self.ask("set timezone to 'UTC'")

    def ask(self, sql, *params):
        self.cursor.execute(sql, params)
        return self.cursor.fetchall() if self.cursor.description else None

    def calendars(self):
        """What the cities' calendars are, by city id; one of them gets a moved working day."""
        self.ask("select api.calendar_set('UA', '2026-11-21', 'робоча субота', 'working Saturday', true)")
        holidays = dict(self.ask("select day, working from varta.holiday where country = 'UA'"))
        self.assertTrue(holidays[dt.date(2026, 11, 21)])
        for code, zone in ZONES.items():
            self.ask("update varta.city set tz = %s, martial_law = %s where code = %s", zone, code == "poltava", code)
        return [(city, Calendar(zone, martial_law, holidays))
                for city, zone, martial_law in self.ask("select id, tz, martial_law from varta.city order by id")]

    def test_against_the_reference(self):
        seed = random.randrange(10**9)
        rng = random.Random(seed)
        cities = self.calendars()
        cases = []
        for n, moment in enumerate(moments(rng, CASES)):
            city, _ = rng.choice(cities)
            cases.append({"n": n, "city": city, "at": moment, "work": rng.randrange(25), "days": rng.randrange(46),
                          "due": moment + dt.timedelta(seconds=rng.randrange(30 * 86400)),
                          "until": moment + dt.timedelta(seconds=rng.randrange(rng.choice((3600, 10 * 86400, 60 * 86400))))})
        calendars = dict(cities)
        for case in cases[::2]:
            case["due"] = calendars[case["city"]].due_days(case["at"], case["days"] % 15)
        got = self.ask(SQL, json.dumps(cases, default=str))
        self.assertEqual(len(got), CASES)
        for case, (n, *found) in zip(cases, got):
            calendar = calendars[case["city"]]
            expected = [calendar.due_work(case["at"], case["work"]), calendar.due_days(case["at"], case["days"]),
                        calendar.due_resume(case["due"], case["at"], case["until"])]
            for name, want, have in zip(("due_work", "due_days", "due_resume"), expected, found):
                if want is not None:
                    self.assertEqual(have, want, f"{name}, seed {seed}, {case}")


if __name__ == "__main__":
    unittest.main()
