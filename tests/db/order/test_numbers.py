"""Numbers of orders have no gap and no repetition: sixteen sessions issue at once, a third of them roll back or are killed in
the middle, while a year ends; each year begins with 1, and numbers follow the clock. The server's clock is moved (libfaketime)."""
import calendar
import glob
import os
import random
import threading
import time
import unittest

import psycopg2

import database
import standby

SESSIONS, ORDERS = 16, int(os.environ.get("ORDERS", "160"))
YEAR_ENDS = calendar.timegm((2026, 12, 31, 22, 0, 0))  # in Kyiv
FAKETIME = (glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1") or [None])[0]

PREPARE = """
insert into varta.institution (city_id, code, name) select id, 'owner', 'КК «Власник»' from varta.city where code = 'kyiv';
insert into varta.defect (city_id, unit_id, object_id, what, place, point, state)
select o.unit_city, o.unit_id, 2, 'знак ' || n, 'вул. Лісова, ' || n, 'srid=4326;point(30.45 50.46)', varta.defect_confirmed()
from varta.operator o cross join generate_series(1, {0}) n where o.login = 't_traffic';
insert into varta.orders (city_id, unit_id, institution_id, law, demand, days, working)
select d.city_id, d.unit_id, i.id, 'Закон', 'Полагодити.', 10, false from varta.defect d join varta.institution i on i.city_id = d.city_id order by d.id limit {0};
insert into varta.order_defect select o.city_id, o.id, d.id, 1
from (select city_id, id, row_number() over (order by id) as n from varta.orders) o join (select id, row_number() over (order by id) as n from varta.defect) d using (n);
"""


class MovedClock(standby.Standby):
    """A copy of the server that is one of its own, of which the clock goes on from another moment."""

    def start(self):
        os.remove(f"{self.data}/standby.signal")
        self.set_clock(YEAR_ENDS - 3600)
        self.prefix = ("env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME_TIMESTAMP_FILE={self.folder}/clock", "FAKETIME_NO_CACHE=1")
        super().start()
        self.prefix = ()

    def set_clock(self, moment):
        with open(f"{self.folder}/clock.new", "w", encoding="ascii") as file:
            file.write(f"{moment - time.time():+.0f}")
        os.chmod(f"{self.folder}/clock.new", 0o644)
        os.rename(f"{self.folder}/clock.new", f"{self.folder}/clock")


class Issuer(threading.Thread):
    """One session: issues its share; of three one is kept, one rolled back or ended by the superuser at random."""

    def __init__(self, host, orders, admin):
        super().__init__(daemon=True)
        self.host, self.orders, self.admin = host, orders, admin
        self.kept, self.lost, self.random = [], 0, random.Random(orders[0])

    def issue(self, connection, number):
        with connection.cursor() as cursor:
            cursor.execute("select (api.order_issue(%s, 1)).name", (number,))
            name = cursor.fetchone()[0]
            fate = self.random.random()
            if fate < 1 / 6:
                connection.rollback()
            elif fate < 1 / 3:
                with self.admin.cursor() as killer:
                    killer.execute("select pg_terminate_backend(%s)", (connection.get_backend_pid(),))
                self.lost += 1
                connection.commit()  # fails: the session has gone
            else:
                connection.commit()
                self.kept.append(name)
                return True
        return False

    def run(self):
        connection = None
        for number in self.orders:
            for _ in range(20):
                connection = connection or psycopg2.connect("user=t_traffic", host=self.host)
                try:
                    if self.issue(connection, number):
                        break
                except psycopg2.OperationalError:
                    connection = None


@unittest.skipUnless(FAKETIME, "libfaketime is not there")
class Numbers(unittest.TestCase):
    def test_without_gaps_over_new_year(self):
        database.psql(os.environ["PGDATABASE"], "-c", PREPARE.format(ORDERS))
        server = MovedClock()
        self.addCleanup(server.remove)
        server.start()
        admin = psycopg2.connect("user=postgres", host=server.folder)
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("select id from varta.orders order by id")
            orders = [number for number, in cursor.fetchall()]
            self.assertEqual(len(orders), ORDERS)
            issuers = [Issuer(server.folder, orders[n::SESSIONS], psycopg2.connect("user=postgres", host=server.folder)) for n in range(SESSIONS)]
            for issuer in issuers:
                issuer.admin.autocommit = True
                issuer.start()
            while sum(len(issuer.kept) for issuer in issuers) < ORDERS // 3:
                time.sleep(0.02)
            server.set_clock(YEAR_ENDS)
            for issuer in issuers:
                issuer.join()
            cursor.execute("select year, array_agg(number order by number), array_agg(number order by issued_at), count(distinct number) from varta.orders"
                           " where number is not null group by year order by year")
            years = cursor.fetchall()
            self.assertEqual([year for year, *_ in years], [2026, 2027])
            for year, numbers, by_clock, different in years:
                self.assertEqual(numbers, list(range(1, len(numbers) + 1)), f"{year} has gaps")
                self.assertEqual(by_clock, numbers, f"{year}: the numbers do not follow the clock")
                self.assertEqual(different, len(numbers))
            told = sorted(name for issuer in issuers for name in issuer.kept)
            self.assertEqual(told, sorted(f"{n}/{year}" for year, numbers, *_ in years for n in numbers), "what was told is what is there")
            self.assertEqual(len(told), ORDERS)
            self.assertGreater(sum(issuer.lost for issuer in issuers), ORDERS // 20)
            cursor.execute("select count(*) from varta.orders where extract(year from issued_at at time zone 'Europe/Kyiv') <> year or text_hash <> sha256(convert_to(text, 'UTF8'))")
            self.assertEqual(cursor.fetchone()[0], 0)
            print(f"{ORDERS} orders, {sum(i.lost for i in issuers)} sessions killed; by year: {[(y, len(n)) for y, n, *_ in years]}")


if __name__ == "__main__":
    standby.on_a_private_server()
    database.make("numbers")
    os.environ["PGDATABASE"] = "numbers"
    unittest.main()
