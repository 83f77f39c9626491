"""vartactl operator: people are added with a role, cities and a password; the password is refused
where it is weak or mistyped; what reaches the database is a SCRAM verifier that fits the password."""
import base64
import contextlib
import hashlib
import hmac
import json
import os
import pty
import signal
import unittest

import psycopg2

import ctl
from case import CONFLICT, DENIED, FAILED, NOT_FOUND, OK, USAGE, Case

PASSWORD = "довгий пароль 1"


def fits(verifier, password):
    """Whether a SCRAM verifier belongs to a password (RFC 5802; this one needs no SASLprep)."""
    _, parameters, keys = verifier.split("$")
    iterations, salt = parameters.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(iterations))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return base64.b64encode(hashlib.sha256(client).digest()).decode() == keys.split(":")[0]


class Terminal:
    """vartactl on a terminal, as a person sees it."""

    def __init__(self, *args):
        self.seen = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background ignores it
            os.execv(ctl.program(), [ctl.program(), *args])

    def read(self):
        try:
            return os.read(self.fd, 4096)
        except OSError:
            return b""

    def wait_for(self, text):
        while text.encode() not in self.seen:
            more = self.read()
            assert more, f"{text!r} did not come: {self.seen!r}"
            self.seen += more
        before, _, self.seen = self.seen.partition(text.encode())
        return before

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self):
        """What else it prints, and its status."""
        while more := self.read():
            self.seen += more
        os.close(self.fd)
        return self.seen.decode(), os.waitpid(self.pid, 0)[1]


class Operator(Case):
    def add(self, login, status=OK, role="moderator", cities=("--city", "kyiv"), stdin=PASSWORD + "\n", **kwargs):
        return self.ctl(status, "operator", "add", login, "--name", "Проба Пера", "--role", role, *cities,
                        stdin=stdin, **kwargs)

    def login(self, name):
        """Logins are of the whole server, which other tests use too."""
        return f"{name}_{os.environ['PGDATABASE']}"

    def verifier(self, login):
        return self.value("select rolpassword from pg_authid where rolname = %s", login)

    def listed(self, login):
        return next(o for o in json.loads(self.ctl(OK, "operator", "list", "--json")) if o["login"] == login)

    def test_a_new_operator(self):
        login = self.login("new")
        self.add(login, cities=("--city", "kyiv", "--city", "poltava", "--police"), user="t_admin")
        self.assertTrue(fits(self.verifier(login), PASSWORD))
        self.assertFalse(fits(self.verifier(login), PASSWORD + "2"))
        self.assertEqual(self.listed(login), {
            "login": login, "full_name": "Проба Пера", "roles": ["moderator"], "cities": ["kyiv", "poltava"],
            "police": True, "unit": None, "active": True, "city_roles": None})
        self.assertEqual(json.loads(self.ctl(OK, "city", "list", "--json", user="t_admin"))[0]["code"], "kyiv")

    def test_cities_joined_by_commas(self):
        login = self.login("commas")
        self.add(login, cities=("--city", "kyiv,poltava"))
        self.assertEqual(self.listed(login)["cities"], ["kyiv", "poltava"])

    def test_the_list_in_columns(self):
        lines = self.ctl(OK, "operator", "list").splitlines()
        at = lines[0].index("roles")
        row = next(line for line in lines if line.startswith("t_traffic"))
        self.assertTrue(row[at:].startswith("traffic"), lines)

    def test_the_daemon_s_login_needs_no_city(self):
        login = self.login("daemon")
        self.add(login, role="sync", cities=())
        self.assertEqual(self.listed(login)["roles"], ["sync"])

    def test_weak_passwords(self):
        login = self.login("weak")
        for password, why in (("short", "too short"), ("каліна12", "too short"), ("aaaaaaaaaaaa", "repeated"),
                              (f"x{login.upper()}x", "login name"), ("", "standard input is empty")):
            self.add(login, FAILED, stdin=password and password + "\n", say=why)
        self.add(login, FAILED, stdin="x" * 600, say="longer than")
        self.add(login, FAILED, stdin=b"\xff\xfe" + b"x" * 12 + b"\n", text=False)
        self.assertEqual(self.rows("select from pg_roles where rolname = %s", login), [])

    def ctl(self, status, *args, **kwargs):
        if kwargs.get("text") is False:
            done = ctl.run(*args, **kwargs)
            self.assertEqual((done.returncode, b"not valid UTF-8" in done.stderr), (status, True), done.stderr)
            return None
        return super().ctl(status, *args, **kwargs)

    def test_unknown_role_or_city(self):
        self.add(self.login("nobody"), FAILED, role="emperor", say="emperor")
        self.add(self.login("nobody"), NOT_FOUND, cities=("--city", "atlantis"), say="atlantis")
        self.assertEqual(self.rows("select from pg_roles where rolname = %s", self.login("nobody")), [])

    def test_a_login_that_is_taken_or_none(self):
        self.add("t_officer", CONFLICT, say="t_officer")
        self.add("postgres", CONFLICT, say="postgres")
        self.add("Bad Login", FAILED, say="Bad Login")
        self.add("varta_owner", FAILED, say="varta_owner")

    def test_who_is_no_administrator(self):
        self.add(self.login("denied"), DENIED, user="t_moderator")
        self.ctl(DENIED, "operator", "password", "t_officer", user="t_moderator", stdin=PASSWORD)

    def test_an_administrator_of_another_city(self):
        admin = self.login("admin")
        self.add(admin, role="admin", cities=("--city", "poltava"))
        self.ctl(NOT_FOUND, "operator", "set", "t_officer", "role=admin", user=admin, say="t_officer")
        self.add(self.login("far"), NOT_FOUND, user=admin, say="kyiv")

    def test_changes(self):
        login = self.login("changes")
        self.add(login)
        self.ctl(OK, "operator", "set", login, "role=expert,auditor", "cities=poltava", "full_name=Інше Ім’я", "police=true")
        now = self.listed(login)
        self.assertEqual((now["roles"], now["cities"], now["full_name"], now["police"]),
                         (["expert", "auditor"], ["poltava"], "Інше Ім’я", True))

    def test_another_role_in_another_city(self):
        login = self.login("two")
        self.add(login, cities=("--city", "kyiv,poltava"))
        self.ctl(OK, "operator", "set", login, "role.poltava=auditor,admin")
        now = self.listed(login)
        self.assertEqual((now["roles"], now["city_roles"]),
                         (["moderator", "auditor", "admin"], {"kyiv": ["moderator"], "poltava": ["auditor", "admin"]}))
        self.ctl(NOT_FOUND, "operator", "set", login, "role.atlantis=auditor", say="atlantis")
        self.ctl(FAILED, "operator", "set", login, "role.kyiv=sync", say="sync")
        self.ctl(OK, "operator", "set", login, "cities=kyiv")
        self.ctl(FAILED, "operator", "set", login, "cities=kyiv,poltava", say="role")
        self.ctl(OK, "operator", "set", login, "cities=kyiv,poltava", "role=moderator")
        self.assertEqual((self.listed(login)["roles"], self.listed(login)["city_roles"]), (["moderator"], None))

    def test_changes_that_are_none(self):
        self.ctl(NOT_FOUND, "operator", "set", "nobody_here", "police=true", say="nobody_here")
        self.ctl(FAILED, "operator", "set", "t_officer", "role=emperor", say="emperor")
        self.ctl(FAILED, "operator", "set", "t_officer", "shoe=44", say="shoe")
        self.ctl(FAILED, "operator", "set", "t_officer", "police=perhaps")
        self.ctl(USAGE, "operator", "set", "t_officer", "verifier=x", say="operator password")

    def test_a_new_password(self):
        login = self.login("renewed")
        self.add(login)
        self.ctl(OK, "operator", "password", login, stdin="another long one\r\nnot this line\n")
        self.assertTrue(fits(self.verifier(login), "another long one"))
        self.ctl(NOT_FOUND, "operator", "password", "nobody_here", stdin=PASSWORD, say="nobody_here")

    def test_disabled_and_let_in_again(self):
        login = self.login("leaves")
        self.add(login, role="admin")
        self.assertNotEqual(json.loads(self.ctl(OK, "city", "list", "--json", user=login)), [])
        self.ctl(OK, "operator", "disable", login)
        self.assertFalse(self.listed(login)["active"])
        self.assertEqual(json.loads(self.ctl(OK, "city", "list", "--json", user=login)), [])
        self.ctl(OK, "operator", "set", login, "active=true")
        self.assertTrue(self.listed(login)["active"])

    def test_a_locked_operator_s_open_session_ends(self):
        login = self.login("locked")
        self.add(login)
        with contextlib.closing(psycopg2.connect("", user=login)) as session, session.cursor() as cursor:
            cursor.execute("select count(*) from api.cities()")
            self.assertEqual(cursor.fetchone(), (1,))
            self.ctl(OK, "operator", "lock", login, user="t_admin")
            with self.assertRaises(psycopg2.OperationalError):
                cursor.execute("select count(*) from api.cities()")

    def test_on_a_terminal_the_password_is_typed_twice_and_not_shown(self):
        login = self.login("typed")
        self.add(login)
        terminal = Terminal("operator", "password", login)
        terminal.wait_for("New password: ")
        terminal.type("typed on a terminal\n")
        shown = terminal.wait_for("The same again: ")
        terminal.type("typed on a terminal\n")
        rest, status = terminal.end()
        self.assertEqual((shown.strip(), rest.strip(), status), (b"", "", 0))
        self.assertTrue(fits(self.verifier(login), "typed on a terminal"))

    def test_on_a_terminal_the_two_must_be_the_same(self):
        terminal = Terminal("operator", "password", "t_officer")
        terminal.wait_for("New password: ")
        terminal.type("typed on a terminal\n")
        terminal.wait_for("The same again: ")
        terminal.type("typed on a Terminal\n")
        rest, status = terminal.end()
        self.assertIn("the two passwords differ", rest)
        self.assertEqual(os.waitstatus_to_exitcode(status), FAILED)

    def test_interrupted_at_the_prompt(self):
        terminal = Terminal("operator", "password", "t_officer")
        terminal.wait_for("New password: ")
        terminal.type("half\x03")
        rest, status = terminal.end()
        self.assertTrue(os.WIFSIGNALED(status), rest)
        self.assertNotIn("half", rest)


if __name__ == "__main__":
    unittest.main()
