"""Sixteen sessions claim four hundred requests until none is left: each gets others, no request goes to two
of them, none is left over, nobody waits for a deadlock, and the history has one claim for each."""
import collections
import threading
import unittest

import psycopg2

import reports

SESSIONS, REQUESTS = 16, 400
USERS = ("t_moderator", "t_moderator2")


class Claimer(threading.Thread):
    def __init__(self, user, gate):
        super().__init__(daemon=True)
        self.user, self.gate, self.got, self.error = user, gate, [], None
        self.start()

    def run(self):
        try:
            with psycopg2.connect(user=self.user) as connection, connection.cursor() as cursor:
                self.gate.wait()
                while True:
                    cursor.execute("select id, operator from api.claim_next('{\"kind\": [\"traffic\"]}')")
                    row = cursor.fetchone()
                    connection.commit()
                    if row[0] is None:
                        return
                    self.got.append(row)
        except psycopg2.Error as error:
            self.error = error


class Claims(unittest.TestCase):
    def test_nobody_gets_what_another_has(self):
        ids = reports.add(*(f"Яма {n}" for n in range(REQUESTS)))
        gate = threading.Barrier(SESSIONS)
        claimers = [Claimer(USERS[n % len(USERS)], gate) for n in range(SESSIONS)]
        for claimer in claimers:
            claimer.join(120)
        self.assertEqual([str(claimer.error) for claimer in claimers if claimer.error], [])
        got = collections.Counter(row[0] for claimer in claimers for row in claimer.got)
        self.assertEqual([request for request, times in got.items() if times > 1], [])
        self.assertEqual(sorted(got), sorted(ids))
        self.assertEqual(reports.sql("select count(*), count(distinct request_id) from varta.event where verb = 'claim'"),
                         [(REQUESTS, REQUESTS)])
        held = dict(reports.sql("select o.full_name, count(*) from varta.request r join varta.operator o on o.id = r.operator_id group by 1"))
        self.assertEqual(held, collections.Counter(row[1] for claimer in claimers for row in claimer.got))

    def test_what_is_being_changed_is_passed_over(self):
        reports.sql("update varta.request set operator_id = 1 where operator_id is null")
        first, second = reports.add("Перша", "Друга")
        with psycopg2.connect("") as busy, busy.cursor() as cursor:
            cursor.execute("select from varta.request where id = %s for no key update", (first,))
            self.assertEqual(reports.act("t_moderator2", "claim_next", "{}")[0][1], second)
            self.assertIsNone(reports.act("t_moderator2", "claim_next", "{}")[0][1])


if __name__ == "__main__":
    unittest.main()
