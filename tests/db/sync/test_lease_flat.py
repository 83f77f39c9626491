"""A lease of what leaves takes as long however much waits: it read all that waited (5, 79 and 718 ms at 1,000, 10,000 and
100,000 letters), so that the rate of a daemon fell as its backlog grew. What is read is counted, not timed."""
import unittest

import psycopg2

FEW, MANY = 1000, 6000
READ = """select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) from pg_stat_user_tables where schemaname = 'varta'
          and relname in ('delivery', 'outbox', 'mail', 'subscription')"""


class Flat(unittest.TestCase):
    def setUp(self):
        self.admin = psycopg2.connect(user="postgres")
        self.admin.autocommit = True
        self.daemon = psycopg2.connect(user="t_syncd")
        self.daemon.autocommit = True
        self.addCleanup(self.admin.close)
        self.addCleanup(self.daemon.close)

    def sql(self, query, *params, connection=None):
        with (connection or self.admin).cursor() as cursor:
            cursor.execute(query, params or None)
            return cursor.fetchall() if cursor.description else None

    def read(self, query):
        """Rows that the call of the daemon reads, by index or otherwise; the most of three calls of a session."""
        most = 0
        self.give_back()
        for _ in range(3):
            before = self.sql(READ)[0][0]
            self.assertGreater(len(self.sql(query, connection=self.daemon)), 0)
            self.sql("select pg_stat_force_next_flush()", connection=self.daemon)
            self.sql("select 1", connection=self.daemon)
            self.give_back()
            self.sql("select pg_stat_clear_snapshot()")
            most = max(most, self.sql(READ)[0][0] - before)
        return int(most)

    def give_back(self):
        self.sql("update varta.delivery set leased_by = null, leased_until = null where leased_until is not null")
        self.sql("update varta.mail set leased_by = null, leased_until = null, begun_at = null where leased_until is not null")
        self.sql("select pg_stat_force_next_flush()")

    def source(self):
        self.sql("select api.source_add('kyiv', 'flat-push', 'push', 'flat-push', sha256('flat'))"
                 " where not exists (select from varta.source where code = 'flat-push')")

    def requests(self, count):
        """So many requests of their own, the newest last."""
        have = self.sql("select count(*) from varta.request r join varta.submission s on s.id = r.submission_id where s.external_id like 'flat%%'")[0][0]
        source, = self.sql("select id from varta.source where code = 'flat-push'")[0]
        for first in range(have, count, 250):
            self.sql("select count(*) from sync.import(%s, (select jsonb_agg(jsonb_build_object('n', n, 'external_id', 'flat-' || n, 'service_code',"
                     " 'road', 'lat', 50.45, 'long', 30.45, 'description', 'Яма ' || n, 'raw', n::text)) from generate_series(%s, %s) n))",
                     source, first, min(first + 249, count - 1), connection=self.daemon)

    def waiting(self, count):
        """So many letters, each about a request of its own, a tenth of which can still be recalled."""
        self.requests(count)
        self.sql("""insert into varta.outbox (city_id, request_id, source_id, status, event_id, visible_at)
                    select r.city_id, r.id, s.id, 2, 1, now() + case when r.id % 10 = 0 then interval '1 hour' else interval '-1 hour' end
                    from varta.request r join varta.source s on s.code = 'flat-push'
                    where not exists (select from varta.outbox b where b.city_id = r.city_id and b.request_id = r.id) and r.city_id = s.city_id""")
        self.sql("analyze varta.delivery; analyze varta.outbox")

    def test_deliveries(self):
        self.source()
        figures = {}
        for count in FEW, MANY:
            self.waiting(count)
            for name, query in (("lease", "select * from sync.outbox_lease('a', 'push', 20)"), ("next", "select sync.outbox_next('push')")):
                figures[name, count] = self.read(query)
        self.flat(figures)

    def test_mails(self):
        self.sql("select api.source_add('kyiv', 'flat-mail', 'mail', 'flat-mail', null)")
        figures = {}
        for count in FEW, MANY:
            self.sql("""with asked as (insert into varta.subscription (city_id, email, lang, request_id, beat_id)
                            select (select id from varta.city where code = 'kyiv'), format('flat%%s-%%s@example.org', %s, n), 'uk', null, null
                            from generate_series(1, %s) n returning *)
                        insert into varta.mail (city_id, subscription_id, kind, visible_at)
                        select city_id, id, 'confirm', now() + case when random() < 0.1 then interval '1 hour' else interval '-1 hour' end from asked""",
                     count, count - (FEW if figures else 0))
            self.sql("analyze varta.mail; analyze varta.subscription")
            for name, query in (("lease", "select * from sync.mail_lease('a', 100000, 4, 60)"), ("next", "select sync.mail_next(100000)")):
                figures[name, count] = self.read(query)
        self.flat(figures)

    def test_counts(self):
        """What is counted for the metrics, with a limit that is reached."""
        limit = 300
        self.source()
        self.sql(f"create or replace function varta.counted() returns integer language sql immutable as $$ select {limit} $$")
        figures = {}
        for count in FEW, MANY:
            self.waiting(count)
            self.sql("update varta.delivery set dead_at = now() where seq % 2 = 0 and delivered_at is null")
            self.sql("vacuum varta.delivery")
            figures[count] = self.read("select * from sync.outbox_counts()")
        print(figures)
        self.assertEqual(self.sql("select pending, dead from sync.outbox_counts() where transport = 'push'", connection=self.daemon), [(limit, limit)])
        self.assertLess(figures[FEW], 5 * limit)
        self.assertLess(figures[MANY], figures[FEW] + 100)

    def flat(self, figures):
        print({f"{name} of {count}": n for (name, count), n in figures.items()})
        for name in "lease", "next":
            self.assertLess(figures[name, FEW], 400)
            self.assertLess(figures[name, MANY], figures[name, FEW] + 100)


if __name__ == "__main__":
    unittest.main()
