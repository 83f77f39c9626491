"""An import reads what it needs and no more, however much its source has sent before: in a session that has kept its plans,
each batch looked for each item among all that the source had ever sent, and took ten times as long after thirty batches."""
import json
import unittest

import psycopg2

BATCH, BATCHES = 200, 30


def items(first):
    return json.dumps([{"n": n, "external_id": f"flat-{n}", "service_code": "road", "lat": 50.45, "long": 30.45, "description": f"Яма {n}",
                        "raw": str(n)} for n in range(first, first + BATCH)])


class Flat(unittest.TestCase):
    def read(self):
        """Entries of the indexes of submissions that were read."""
        with psycopg2.connect(user="postgres") as admin, admin.cursor() as cursor:
            cursor.execute("select sum(idx_tup_read) + sum(idx_tup_fetch) from pg_stat_user_indexes where relname = 'submission'")
            return int(cursor.fetchone()[0])

    def test_batches_of_one_session(self):
        with psycopg2.connect(user="t_syncd") as daemon, daemon.cursor() as cursor:
            daemon.autocommit = True
            cursor.execute("select id from sync.sources() where jurisdiction = 'kyiv'")
            source, = cursor.fetchone()
            for first in range(0, BATCH * BATCHES, BATCH):
                cursor.execute("select count(*) filter (where outcome = 'stored') from sync.import(%s, %s)", (source, items(first)))
                self.assertEqual(cursor.fetchone()[0], BATCH)
                if first == BATCH * 5:
                    with psycopg2.connect(user="postgres") as admin:
                        admin.autocommit = True
                        admin.cursor().execute("analyze varta.submission")
            cursor.execute("select pg_stat_force_next_flush()")
        read = self.read()
        print(f"{read} entries of indexes read for {BATCH * BATCHES} items")
        self.assertGreater(read, 0)
        self.assertLess(read, BATCH * BATCHES * 12)


if __name__ == "__main__":
    unittest.main()
