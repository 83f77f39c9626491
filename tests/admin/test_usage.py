"""The words, options and exit statuses that all subcommands of vartactl share: help, unknown
commands and options, options before and after the words, the configuration, no database."""
import os
import unittest

from case import DENIED, FAILED, OFFLINE, OK, USAGE, Case


class Usage(Case):
    def test_help_lists_every_family(self):
        shown = self.ctl(OK, "-h")
        for words in ("schema upgrade", "city add CODE", "district import", "operator add LOGIN",
                      "source rotate-key", "audit verify"):
            self.assertIn(f"vartactl {words}", shown)

    def test_help_of_one_family(self):
        shown = self.ctl(OK, "city", "-h")
        self.assertIn("vartactl city set", shown)
        self.assertNotIn("vartactl source", shown)

    def test_help_is_ukrainian_where_the_environment_is(self):
        self.assertIn("додати місто", self.ctl(OK, "-h", env={"LANGUAGE": "uk"}))

    def test_version(self):
        self.assertRegex(self.ctl(OK, "-V"), r"^vartactl \d+\.\d+\n$")

    def test_help_needs_no_database(self):
        self.ctl(OK, "--help", env={"PGHOST": "/nonexistent"})

    def test_no_command(self):
        self.ctl(USAGE, say="no command given")

    def test_unknown_command(self):
        self.ctl(USAGE, "city", "burn", "kyiv", say="unknown command 'city burn'")
        self.ctl(USAGE, "city", say="unknown command 'city'")

    def test_a_command_s_name_cannot_reach_the_terminal_raw(self):
        self.ctl(USAGE, "\x1b[31mred", say="unknown command '\u241b[31mred'")

    def test_unknown_option(self):
        self.ctl(USAGE, "city", "list", "--colour", say="unknown option '--colour'")
        self.ctl(USAGE, "city", "list", "-x", say="unknown option '-x'")

    def test_option_without_its_value(self):
        self.ctl(USAGE, "city", "add", "lviv", "--name", say="option '--name' needs a value")

    def test_option_of_another_command(self):
        self.ctl(USAGE, "city", "list", "--role", "admin", say="'city list' takes no option '--role'")

    def test_option_given_twice(self):
        self.ctl(USAGE, "city", "add", "x", "--name", "A", "--name", "B", say="'--name' is given twice")

    def test_missing_option_and_argument(self):
        self.ctl(USAGE, "city", "add", "lviv", "--name", "Львів", say=["needs the option '--name-en'", "usage: vartactl city add"])
        self.ctl(USAGE, "city", "add", "--name", "Львів", "--name-en", "Lviv", say="usage: vartactl city add")
        self.ctl(USAGE, "city", "list", "kyiv", say="usage: vartactl city list")

    def test_options_stand_anywhere(self):
        self.ctl(OK, "--tz", "Europe/Kyiv", "city", "--name", "Львів", "add", "lviv", "--name-en=Lviv")
        self.assertEqual(self.value("select name_en from varta.city where code = 'lviv'"), "Lviv")

    def test_configuration_names_the_database(self):
        file = os.environ["TMPDIR"] + "/varta.yaml"
        with open(file, "w") as out:
            out.write(f"database: host={os.environ['PGHOST']} user=t_admin dbname={os.environ['PGDATABASE']}\n")
        self.ctl(OK, "-c", file, "city", "list", env={"PGHOST": "/nonexistent"})
        self.ctl(OK, "city", "list", env={"PGHOST": "/nonexistent", "VARTA_CONFIG": file})

    def test_broken_configuration(self):
        file = os.environ["TMPDIR"] + "/broken.yaml"
        with open(file, "w") as out:
            out.write("language: uk\ndatabse: x\n")
        self.ctl(FAILED, "city", "list", "-c", file, say=f"{file}:2: ")
        self.ctl(FAILED, "city", "list", "-c", file + ".none", say=f"{file}.none")

    def test_no_database(self):
        self.ctl(OFFLINE, "city", "list", env={"PGHOST": "/nonexistent"}, say="cannot connect to the database")
        self.ctl(OFFLINE, "schema", "upgrade", env={"PGDATABASE": "nowhere"}, say="nowhere")

    def test_who_is_no_administrator_is_denied(self):
        for command in (["city", "add", "lviv2", "--name", "Львів", "--name-en", "Lviv"],
                        ["city", "set", "kyiv", "martial_law=false"], ["operator", "list"], ["source", "list"],
                        ["source", "add", "kyiv", "s2", "--transport", "endpoint", "--jurisdiction", "s2"],
                        ["source", "rotate-key", "kyiv-site"], ["operator", "disable", "t_officer"]):
            self.ctl(DENIED, *command, user="t_moderator")


if __name__ == "__main__":
    unittest.main()
