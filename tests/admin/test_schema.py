"""vartactl schema and audit: upgrading an upgraded database changes nothing, the state is shown,
what fails is told; the chain of the history verifies, and a change behind it is found."""
import os
import unittest

import ctl
import database
from case import DENIED, FAILED, NOT_FOUND, OK, Case

ITEM = """select * from sync.import((select id from varta.source where code = 'kyiv-site'),
    '[{"n": 0, "service_code": "road", "lat": 50.46, "long": 30.5, "description": "Яма", "raw": "%s"}]')"""


class Schema(Case):
    def test_a_second_upgrade_changes_nothing(self):
        self.assertIn("up-to-date", self.ctl(OK, "schema", "upgrade"))
        self.assertIn("up-to-date", self.ctl(OK, "schema", "status"))

    def test_an_empty_database_says_so(self):
        name = os.environ["PGDATABASE"] + "_empty"
        database.create(name)
        try:
            done = self.run_in(name, "schema", "status")
            self.assertNotEqual(done.returncode, OK)
            listed = self.run_in(name, "city", "list")
            self.assertEqual(listed.returncode, FAILED)
            self.assertIn("run 'vartactl schema upgrade'", listed.stderr)
        finally:
            database.drop(name)

    def run_in(self, name, *args):
        return ctl.run(*args, env={"PGDATABASE": name})

    def test_the_database_may_stand_in_a_service_file(self):
        service, config = (f"{os.environ['TMPDIR']}/{name}" for name in ("service.conf", "varta.yaml"))
        with open(service, "w") as out:
            out.write(f"[varta]\nhost={os.environ['PGHOST']}\nuser={os.environ['PGUSER']}\ndbname={os.environ['PGDATABASE']}\n")
        with open(config, "w") as out:
            out.write("database: service=varta\n")
        elsewhere = {"PGSERVICEFILE": service, "PGHOST": "/nonexistent", "PGUSER": "nobody", "PGDATABASE": "nowhere"}
        self.assertIn("up-to-date", self.ctl(OK, "schema", "upgrade", "-c", config, env=elsewhere))

    def test_no_project(self):
        self.ctl(FAILED, "schema", "upgrade", env={"VARTA_SQLDIR": "/nonexistent"}, say="cannot open '/nonexistent'")

    def test_no_sqitch(self):
        self.ctl(FAILED, "schema", "upgrade", env={"PATH": "/nonexistent"}, say="cannot start 'sqitch'")


class Audit(Case):
    def test_a_whole_chain_and_a_broken_one(self):
        self.rows(ITEM % "first")
        self.rows(ITEM % "second")
        self.assertRegex(self.ctl(OK, "audit", "verify", "kyiv"), r"^kyiv: [1-9]\d* events, the chain is whole\n$")
        self.assertEqual(len(self.ctl(OK, "audit", "verify").splitlines()), 3)
        event = self.value("select min(e.id) from varta.event e join varta.city c on c.id = e.city_id where c.code = 'kyiv'")
        self.rows("set session_replication_role = replica; "
                  f"update varta.event set verb = verb || '!' where id = {event} "
                  "and city_id = (select id from varta.city where code = 'kyiv')")
        self.assertIn(f"kyiv: broken at event {event}: ", self.ctl_quiet("audit", "verify", "kyiv"))
        self.assertRegex(self.ctl_quiet("audit", "verify"), r"(?m)^poltava: [1-9]\d* events, the chain is whole$")

    def ctl_quiet(self, *args):
        """Fails without a complaint: the finding is the output."""
        done = ctl.run(*args)
        self.assertEqual((done.returncode, done.stderr), (FAILED, ""))
        return done.stdout

    def test_no_such_city_and_no_right(self):
        self.ctl(NOT_FOUND, "audit", "verify", "atlantis", say="atlantis")
        self.ctl(DENIED, "audit", "verify", "kyiv", user="t_moderator")
        self.ctl(OK, "audit", "verify", "poltava", user="t_admin")


if __name__ == "__main__":
    unittest.main()
