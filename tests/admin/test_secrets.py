"""Neither a password nor a key may be read by others: not in the arguments of a process, not in the
database's log even where that holds every statement with its parameters, not in the database."""
import json
import os
import unittest

import ctl
import database
from case import OK, Case

PASSWORD = "secret-word-4711"
KEY = "secret-key-47110815"
LOG_ALL = {"PGOPTIONS": "-c log_statement=all -c log_min_error_statement=error -c log_min_messages=log "
                        "-c log_parameter_max_length=-1 -c log_min_duration_statement=0"}


class Secrets(Case):
    def log(self):
        with open(os.environ["PGHOST"] + "/log", errors="replace") as log:
            return log.read()

    def test_the_log_with_everything_in_it_has_no_secret(self):
        login = f"logged_{os.environ['PGDATABASE']}"
        passwords = [self.ctl(OK, "operator", "add", login, "--name", "Журнал", "--role", "expert", "--city", "kyiv", env=LOG_ALL).strip(),
                     self.ctl(OK, "operator", "password", login, env=LOG_ALL).strip()]
        self.ctl(OK, "source", "add", "kyiv", "logged", "--transport", "endpoint", "--jurisdiction", "logged",
                 "--key-stdin", stdin=KEY + "\n", env=LOG_ALL)
        random = self.ctl(OK, "source", "rotate-key", "logged", env=LOG_ALL).strip()
        ctl.run("operator", "add", login, "--name", "Двічі", "--role", "expert", "--city", "kyiv", env=LOG_ALL)
        log = self.log()
        self.assertIn(login, log, "the log must hold the statements, or this test shows nothing")
        self.assertEqual([len(password) for password in passwords], [23, 23])
        for secret in (*passwords, KEY, random):
            self.assertNotIn(secret, log)

    def test_no_secret_in_the_arguments(self):
        """The programs that vartactl starts are seen by /proc while they run: a sqitch of ours notes
        its own arguments and those of its parent."""
        folder = os.environ["TMPDIR"] + "/bin"
        os.makedirs(folder, exist_ok=True)
        seen = os.environ["TMPDIR"] + "/seen"
        with open(folder + "/sqitch", "w") as out:
            out.write(f"#!/bin/sh\ntr '\\0' ' ' </proc/$$/cmdline >{seen}\ntr '\\0' ' ' </proc/$PPID/cmdline >>{seen}\n")
        os.chmod(folder + "/sqitch", 0o755)
        config = os.environ["TMPDIR"] + "/varta.yaml"
        name = os.environ["PGDATABASE"] + "_empty"  # sqitch is told of what is made in it
        database.create(name)
        self.addCleanup(database.drop, name)
        with open(config, "w") as out:
            out.write(f"database: password={PASSWORD} dbname={name}\n")
        self.assertEqual(ctl.run("schema", "upgrade", "-c", config, env={"PATH": folder + ":" + os.environ["PATH"]}).returncode, OK)
        with open(seen) as arguments:
            arguments = arguments.read()
        self.assertIn("deploy", arguments)
        self.assertIn("schema upgrade", arguments)
        self.assertNotIn(PASSWORD, arguments)

    def test_no_option_takes_a_secret(self):
        help_text = self.ctl(OK, "-h")
        for word in ("--password", "--key ", "--verifier"):
            self.assertNotIn(word, help_text)


if __name__ == "__main__":
    unittest.main()
