"""vartactl operator: people are added with a role, cities and a password, which is made by the program and
printed once; what reaches the database is a SCRAM verifier that fits it."""
import base64
import contextlib
import hashlib
import hmac
import json
import os
import unittest

import psycopg2

import ctl
from case import CONFLICT, DENIED, FAILED, NOT_FOUND, OK, USAGE, Case

PASSWORD = r"^[a-z2-9]{5}(-[a-z2-9]{5}){3}\n$"


def fits(verifier, password):
    """Whether a SCRAM verifier belongs to a password (RFC 5802; this one needs no SASLprep)."""
    _, parameters, keys = verifier.split("$")
    iterations, salt = parameters.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(iterations))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return base64.b64encode(hashlib.sha256(client).digest()).decode() == keys.split(":")[0]


class Operator(Case):
    def add(self, login, status=OK, role="moderator", cities=("--city", "kyiv"), **kwargs):
        return self.ctl(status, "operator", "add", login, "--name", "Проба Пера", "--role", role, *cities, **kwargs)

    def login(self, name):
        """Logins are of the whole server, which other tests use too."""
        return f"{name}_{os.environ['PGDATABASE']}"

    def verifier(self, login):
        return self.value("select rolpassword from pg_authid where rolname = %s", login)

    def listed(self, login):
        return next(o for o in json.loads(self.ctl(OK, "operator", "list", "--json")) if o["login"] == login)

    def test_a_new_operator(self):
        login = self.login("new")
        printed = self.add(login, cities=("--city", "kyiv", "--city", "poltava", "--police"), user="t_admin")
        self.assertRegex(printed, PASSWORD)
        self.assertTrue(fits(self.verifier(login), printed.strip()))
        self.assertFalse(fits(self.verifier(login), printed.strip() + "2"))
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

    def test_no_two_passwords_are_the_same(self):
        login = self.login("random")
        printed = [self.add(login)] + [self.ctl(OK, "operator", "password", login) for _ in range(20)]
        self.assertEqual(len(set(printed)), 21)
        self.assertGreater(len(set("".join(printed))), 25)

    def test_whoever_logs_in_with_a_certificate_has_no_password(self):
        login = self.login("certified")
        self.assertEqual(self.add(login, cities=("--city", "kyiv", "--no-password")), "")
        self.assertIsNone(self.verifier(login))

    def test_a_refused_operator_s_password_is_not_printed(self):
        self.assertEqual(self.add("t_officer", CONFLICT), "")
        self.assertEqual(self.ctl(NOT_FOUND, "operator", "password", "nobody_here"), "")

    def test_a_password_that_cannot_be_printed_is_set_anew(self):
        """The database has it, and nobody has seen it: the complaint says so, and what to do."""
        login = self.login("unseen")
        with open("/dev/full", "w", encoding="ascii") as full:
            done = ctl.run("operator", "add", login, "--name", "Проба Пера", "--role", "moderator", "--city", "kyiv", stdout=full)
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual([line for line in done.stderr.splitlines() if "follows" not in line],
                         ["vartactl: the password is set, but could not be printed: set another with "
                          "'vartactl operator password': No space left on device"])
        self.assertIsNotNone(self.verifier(login))
        printed = self.ctl(OK, "operator", "password", login)
        self.assertTrue(fits(self.verifier(login), printed.strip()))

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
        self.ctl(DENIED, "operator", "password", "t_officer", user="t_moderator")

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
        before = self.add(login)
        printed = self.ctl(OK, "operator", "password", login, stdin="a password of my own\n")
        self.assertRegex(printed, PASSWORD)
        self.assertTrue(fits(self.verifier(login), printed.strip()))
        self.assertFalse(fits(self.verifier(login), before.strip()))
        self.ctl(NOT_FOUND, "operator", "password", "nobody_here", say="nobody_here")

    def test_disabled_and_let_in_again(self):
        login = self.login("leaves")
        self.add(login, role="admin")
        self.assertNotEqual(json.loads(self.ctl(OK, "city", "list", "--json", user=login)), [])
        self.ctl(OK, "operator", "disable", login)
        self.assertFalse(self.listed(login)["active"])
        self.ctl(DENIED, "city", "list", "--json", user=login, say="is locked")
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


if __name__ == "__main__":
    unittest.main()
