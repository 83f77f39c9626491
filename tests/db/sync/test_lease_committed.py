"""What is committed while a lease is being taken is either told to who leases, or left for the next lease: never taken
and not told."""
import contextlib
import threading
import unittest

import psycopg2

import tree
from reports import act, add, sql
from syncd import wait_for


class Committed(unittest.TestCase):
    def setUp(self):
        self.daemon, self.holder = psycopg2.connect("user=t_syncd"), psycopg2.connect("")
        self.daemon.autocommit = True
        self.addCleanup(self.daemon.close)
        self.addCleanup(self.holder.close)

    def ask(self, query, *params):
        with self.daemon.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()

    def waits(self, lease):
        wait_for("lock", lambda: not lease.is_alive() or sql("select true from pg_stat_activity where usename = 't_syncd' and wait_event_type = 'Lock'"))
        self.assertTrue(lease.is_alive(), "nothing was waited for")

    def test_of_a_tree(self):
        tree.add_source("kyiv-map", url="https://example.org/map")
        source = sql("select id from varta.source where code = 'kyiv-map'")[0][0]
        one, two = add("Яма.", "Друга яма.")
        act("t_moderator", "accept", one, 1)
        with contextlib.closing(psycopg2.connect("user=t_moderator")) as moderator:
            moderator.cursor().execute("select * from api.accept(%s, 1)", (two,))
            self.holder.cursor().execute("lock table varta.trouble in access exclusive mode")  # read when rows are chosen
            told = set()
            lease = threading.Thread(target=lambda: told.update(self.ask("select seq from sync.publish_lease('test', %s)", source)))
            lease.start()
            self.waits(lease)
            moderator.commit()
            self.holder.rollback()
            lease.join()
        self.assertEqual(told, set(sql("select seq from varta.delivery where source_id = %s and leased_until is not null", source)))
        self.assertEqual(len(told), 2, "the second was to be committed in between")


if __name__ == "__main__":
    unittest.main()
