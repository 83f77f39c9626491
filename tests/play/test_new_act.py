"""A new act without arguments is one row and one function. In a copy of the tree the row is added to the table of
acts and the console is made of it; in the database the function, with the lines of the life cycle that say who may
when. Nothing else changes, and the act is there: by its key, in the palette and the help, for many requests at once,
to be undone, as a command with its help, its completion and its forecast."""
import os
import shutil
import subprocess
import tempfile
import time

import reports
from play import Play
from playcase import PlayCase, main

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

ROW = """ACT(WAVE_ON, "wave-on", N_("wave it on"),
    .summary = N_("wave requests on"), .done = N_("waved on"), .undoable = true)
"""

FUNCTION = """
create function api.wave_on(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('wave_on', p_id, p_version);
begin
    perform varta.describe_action('wave_on');
    update varta.request q set rank = 1, version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;
insert into varta.transition (verb, from_status, to_status, role, reads) values ('wave_on', 1, 1, 'moderator', false);
insert into varta.undo values ('wave_on', false);
grant execute on function api.wave_on to varta_moderator;
"""


def build(folder):
    """The console of a copy of the tree that has one more row; only what depends on it is compiled. Returns its path."""
    plain = os.environ["VARTA_PLAIN"]
    name = os.path.basename(plain)
    for part in ("lib", "console", "keymaps"):
        shutil.copytree(f"{ROOT}/{part}", f"{folder}/{part}")
    for part in ("lib", "console"):
        shutil.copytree(f"{plain}/{part}", f"{folder}/{name}/{part}")
    shutil.copy2(f"{plain}/libvarta.a", f"{folder}/{name}/libvarta.a")
    shutil.copy2(f"{ROOT}/Makefile", folder)
    table = f"{folder}/console/terminal/acts.def"
    with open(table, encoding="utf-8") as file:
        rows = file.read()
    assert rows.count("#undef ACT\n") == 1, rows
    with open(table, "w", encoding="utf-8") as file:
        file.write(rows.replace("#undef ACT\n", f"{ROW}\n#undef ACT\n"))
    done = subprocess.run(["make", "-j2", f"BUILD={name}", "CFLAGS=-O0", "FORTIFY=", f"{name}/console/varta"], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    assert "libvarta.a" not in done.stdout, done.stdout
    return f"{folder}/{name}/console/varta"


class NewAct(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        began = time.monotonic()
        cls.program = build(cls.folder)
        print(f"built in {time.monotonic() - began:.0f} s")
        reports.sql(FUNCTION)
        keys = f"{cls.folder}/keys.yaml"
        with open(keys, "w", encoding="utf-8") as file:
            file.write("any:\n  wave-on: [W]\n")
        cls.config = f"{cls.folder}/varta.yaml"
        with open(cls.config, "w", encoding="utf-8") as file:
            file.write(f"console:\n  keymap: {keys}\n")

    def open(self, text):
        """The console of the copy, on that filter."""
        play = Play()
        self.plays.append(play)
        return play.start(command=[self.program, "-f", str(text)], env={"VARTA_CONFIG": self.config, "XDG_STATE_HOME": self.state})

    def varta(self, *args, status=0):
        done = subprocess.run([self.program, *map(str, args), "-l", "en"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=dict(os.environ, PGUSER="t_moderator"))
        self.assertEqual(done.returncode, status, done)
        return done.stdout

    def verbs(self, number):
        return [verb for (verb,) in reports.sql("select verb from varta.event where request_id = %s order by id", number)]

    def test_key_and_undo(self):
        (number,) = reports.add("Ліхтар блимає.")
        play = self.open(number)
        play.wait("1/1").keys("W").wait(f"{number}: waved on")
        self.assertEqual(self.verbs(number)[-1], "wave_on")
        play.keys("u").wait(f"{number}: undone")

    def test_palette_and_help(self):
        (number,) = reports.add("Ліхтар згас.")
        play = self.open(number)
        play.wait("1/1").keys(":").wait("duplicate of").type("wav").wait("wave it on").keys("<Enter>").wait(f"{number}: waved on")
        play.keys("?").wait("What works here").type("wave").wait("W", "wave it on").keys("<Esc>").absent("What works here")

    def test_where_it_is_not_possible(self):
        (number,) = self.accepted("Ліхтар гуде.")
        play = self.open(number)
        play.wait("1/1").keys("<Enter>").wait("History").keys("W").wait("wave it on: ").keys("q").absent("History")

    def test_many_at_once(self):
        numbers = reports.add("Ліхтар похилився.", "Ліхтар упав.", code="light")
        play = self.open("cat:light")
        play.wait("1/2").keys("t").wait("1 marked").keys("j").wait("2/2").keys("t").wait("2 marked").keys("W").wait("wave it on: the 2 marked requests?")
        play.keys("<Enter>").wait("wave it on: 2 done, 0 not done", f"{numbers[0]}  waved on").keys("q").absent("marked")
        play.keys("u").wait("undo: 2 done, 0 not done")

    def test_command(self):
        (number,) = reports.add("Ліхтар світить удень.")
        self.assertIn("wave-on", self.varta("commands"))
        self.assertIn("wave requests on", self.varta("wave-on", "--help"))
        self.assertIn("'wave-on' would be done", self.varta("wave-on", number, "--dry-run"))
        self.assertEqual(self.varta("wave-on", number), f"{number}: waved on\n")
        self.assertEqual(self.verbs(number)[-1], "wave_on")


if __name__ == "__main__":
    main()
