"""An operator who begins a transaction and leaves, having switched the server's own timeout off, is ended by
the daemon's function: it may end nobody else's session, however idle, nor those of operators that are at work."""
import time
import unittest

import psycopg2

from sessions import Behind, Sessions, ask

LIMIT = 1000  # ms, the least


class IdleTransactions(Sessions):
    def end(self, seconds=0):
        """Calls it as the daemon until it ends somebody, for so long at most; how many."""
        daemon = self.session("t_syncd")
        daemon.autocommit = True
        until = time.monotonic() + seconds
        while True:
            ended = ask(daemon, "select sync.end_idle(%s)", LIMIT)[0][0]
            if ended or time.monotonic() > until:
                return ended
            time.sleep(0.05)

    def idle(self, user):
        """A session of that role that has done something in a transaction and left it."""
        session = self.session(user)
        ask(session, "set idle_in_transaction_session_timeout = 0")
        ask(session, "select 1")
        return session

    def aged(self, session):
        """Waits until its transaction has been idle for longer than the limit."""
        old = "select state_change < clock_timestamp() - %s * interval '1 ms' from pg_stat_activity where pid = %s"
        while not self.value(old, 1.5 * LIMIT, session.get_backend_pid()):
            time.sleep(0.05)

    def test_left_open(self):
        """What it had locked is free again."""
        request = self.report("Яма")
        moderator = self.session("t_moderator")
        ask(moderator, "set idle_in_transaction_session_timeout = 0")
        ask(moderator, "select api.note(%s, 1, 'моя нотатка')", request)
        waiting = Behind("t_moderator2", "select version from api.note(%s, 1, 'нотатка іншої')", request)
        self.wait_until_blocked(waiting)
        self.assertEqual(self.end(20), 1)
        waiting.join(20)
        self.assertEqual((waiting.error, waiting.result), (None, [(2,)]))
        with self.assertRaises(psycopg2.Error):
            ask(moderator, "select 1")

    def test_not_at_once(self):
        self.idle("t_moderator")
        self.assertEqual(self.end(), 0)

    def test_nobody_else(self):
        """A superuser's session and that of a role that is no operator stay, and that of an operator without a transaction."""
        ask(self.admin, "drop role if exists t_idle_stranger")
        ask(self.admin, "create role t_idle_stranger login")
        database = self.value("select current_database()")
        ask(self.admin, f"grant connect on database {database} to t_idle_stranger")
        others = [self.idle("postgres"), self.idle("t_idle_stranger")]
        resting = self.session("t_officer")
        resting.autocommit = True
        ask(resting, "select 1")
        moderator = self.idle("t_moderator")
        for session in [*others, resting, moderator]:
            self.aged(session)
        self.assertEqual(self.end(20), 1)
        for session in [*others, resting]:
            self.assertEqual(ask(session, "select 1"), [(1,)])
            session.close()
        ask(self.admin, f"revoke connect on database {database} from t_idle_stranger")
        ask(self.admin, "drop role t_idle_stranger")

    def test_rights(self):
        """Only the daemon may call it, and only its owner may end sessions."""
        for user in ("t_moderator", "t_admin"):
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
                ask(self.session(user), "select sync.end_idle(1000)")
        able = "select array_agg(rolname order by rolname) from pg_roles where pg_has_role(oid, 'pg_signal_backend', 'usage') and not rolsuper" \
               " and rolname like 'varta%%'"
        self.assertEqual(self.value(able), ["varta_guard"])


if __name__ == "__main__":
    unittest.main()
