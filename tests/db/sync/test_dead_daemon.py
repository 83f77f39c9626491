"""What a daemon had leased waited for the end of its lease when it died: up to two minutes in which the tree, photos and reports
stood still. It is free as soon as nobody has held the daemon's lock for some seconds, in its order, and only what was in
hand counts as an attempt; who lives, or comes back within these seconds, loses nothing, and neither does one of another login."""
import unittest

from sessions import Sessions, ask, connect

GRACE = "6 seconds"
LEASES = {"delivery": "select seq from sync.outbox_lease(%s, 'push', 100, 600)", "mail": "select id from sync.mail_lease(%s, 1000, 100, 600)",
          "photo": "select request_id from sync.media_lease(%s, 100, 600)", "poll": "select source_id from sync.poll_lease(%s, 100, 600)"}


class DeadDaemon(Sessions):
    def setUp(self):
        super().setUp()
        if not self.value("select exists (select from varta.source where code = 'push')"):
            for transport in "push", "mail", "poll":
                ask(self.admin, "select api.source_add('kyiv', %s, %s, %s, sha256('k'))", *3 * [transport])
            ask(self.admin, """select api.source_set('push', '{"url": "https://a.example.org/v2"}'),
                api.source_set('poll', '{"url": "https://b.example.org/v2", "peer_jurisdiction": "7"}')""")
            ask(self.admin, "select api.operator_add('t_poltava_syncd', 'Інший', 'sync', '{poltava}')")
        self.source = self.value("select id from varta.source where code = 'push'")
        for n in range(3):
            number = self.report(f"Яма {n}, {self.id()}", email=f"a{n}@example.org", attributes={"notify": "1"}, media_url=f"https://p.example.org/{n}.png")
            ask(self.admin, "set session authorization t_moderator; select api.accept(%s, 1); reset session authorization", number)
        ask(self.admin, "update varta.outbox set visible_at = now() - interval '1 minute'")
        for table in LEASES:
            ask(self.admin, f"update varta.{table} set leased_by = null, leased_until = null, next_at = '-infinity'")
        ask(self.admin, "update varta.mail set visible_at = now() - interval '1 minute', begun_at = null; delete from varta.daemon")

    def daemon(self, name, user="t_syncd"):
        session = self.session(user)
        session.autocommit = True
        ask(session, "select sync.enlist(%s)", name)
        return session

    def beat(self, session, name):
        return ask(session, "select freed, wait from sync.beat(%s, 30000)", name)[0]

    def time_passes(self):
        ask(self.admin, f"update varta.daemon set missed_at = missed_at - interval '{GRACE}'")

    def lease_all(self, session, name):
        """How many rows of each table it got."""
        return {table: len(ask(session, lease, name)) for table, lease in LEASES.items()}

    def kill(self, session):
        pid = session.get_backend_pid()
        session.close()
        self.opened.remove(session)
        while self.value("select exists (select from pg_stat_activity where pid = %s)", pid):
            pass

    def test_dead(self):
        first, second = self.daemon("first"), self.daemon("second")
        got = self.lease_all(first, "first")
        self.assertTrue(all(got.values()) and got["delivery"] >= 3, got)
        order = ask(self.admin, "select seq from varta.delivery where leased_by = 'first' order by leased_until")
        self.assertEqual(self.beat(second, "second"), (0, None))
        self.kill(first)
        freed, wait = self.beat(second, "second")
        self.assertEqual(freed, 0)
        self.assertTrue(4000 < wait <= 5000, wait)
        self.assertEqual(sum(self.lease_all(second, "second").values()), 0)
        self.time_passes()
        self.assertEqual(self.beat(second, "second")[0], sum(got.values()) - got["mail"])
        self.assertEqual(ask(self.admin, "select seq from varta.delivery where leased_by = 'first' order by leased_until"), order)
        self.assertEqual(self.lease_all(second, "second"), got | {"mail": 0})
        self.assertEqual(self.value("select count(*) from varta.mail where leased_by = 'first' and leased_until > now()"), got["mail"])
        attempts = ask(self.admin, "select attempts from varta.delivery where leased_by = 'second' and seq = any(%s) order by attempts desc", [seq for seq, in order])
        self.assertEqual([n for n, in attempts], [1] + [0] * (len(order) - 1), "the one in hand alone counts as an attempt")
        self.assertEqual(self.beat(second, "second"), (0, None))
        self.assertEqual(ask(self.admin, "select name from varta.daemon"), [("second",)])

    def test_comes_back(self):
        first, second = self.daemon("first"), self.daemon("second")
        got = self.lease_all(first, "first")
        self.kill(first)
        self.assertEqual(self.beat(second, "second")[0], 0)
        self.daemon("first")
        self.time_passes()
        self.assertEqual(self.beat(second, "second"), (0, None))
        self.assertEqual(sum(self.lease_all(second, "second").values()), 0)
        self.assertEqual(self.value("select count(*) from varta.delivery where leased_by = 'first' and leased_until > now()"), got["delivery"])

    def test_of_another_login(self):
        first, other = self.daemon("first"), self.daemon("other", "t_poltava_syncd")
        got = self.lease_all(first, "first")
        self.kill(first)
        self.assertEqual(self.beat(other, "other"), (0, None))
        self.time_passes()
        self.assertEqual(self.beat(other, "other"), (0, None))
        self.assertGreater(got["delivery"], 0)

    def test_of_the_release_before(self):
        """A daemon that never said that it lives keeps its leases until they end."""
        silent, second = self.session("t_syncd"), self.daemon("second")
        silent.autocommit = True
        self.lease_all(silent, "silent")
        self.kill(silent)
        self.assertEqual(self.beat(second, "second"), (0, None))
        self.assertEqual(sum(self.lease_all(second, "second").values()), 0)

    def test_nobody_is_held_up(self):
        """A row that somebody holds is left alone; the beat does not wait."""
        first, second = self.daemon("first"), self.daemon("second")
        got = self.lease_all(first, "first")
        self.kill(first)
        self.beat(second, "second")
        self.time_passes()
        holder = connect()
        ask(holder, "select from varta.photo for update")
        ask(second, "set lock_timeout = '1s'")
        self.assertEqual(self.beat(second, "second")[0], sum(got.values()) - got["mail"] - got["photo"])
        holder.close()


unittest.main()
