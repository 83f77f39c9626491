"""An officer takes a round along: on its screen a key writes the page to print, another one GPX for a telephone's map, into a file of which the name is
offered; both are what the commands write. What is there already stays; a folder that is not there and a disk that is full are said in plain words."""
import os
import subprocess

import reports
from play import Play
from playcase import PlayCase, main

LOOKS = ((80, 24, False), (120, 40, True))


class RoundFiles(PlayCase):
    @classmethod
    def setUpClass(cls):
        for n in range(3):
            reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 5', %s, 30.45)", f"аркуш {n}", 50.461 + n / 1000, user="t_traffic")
        cls.here = reports.sql("select id from api.inspection_do('round_make', 'kyiv', null, null, null, null)", user="t_traffic")[0][0]

    def test_both_papers(self):
        folder = os.path.join(self.state, "papers")
        os.makedirs(os.path.join(folder, "taken"))
        for columns, rows, cyrillic in LOOKS:
            for key, question, command, name in (("B", "Write the page", "print", f"round-{self.here}.txt"), ("K", "Write GPX", "gpx", f"round-{self.here}.gpx")):
                with self.subTest(columns=columns, key=key):
                    path = f"{folder}/{columns}-{name}"
                    play = self.play("-l", "en", user="t_traffic", columns=columns, rows=rows, cyrillic=cyrillic).wait("What the unit has to do").settle()
                    play.keys("v", "c").wait("Rounds and campaigns").settle().keys("<Home>", "<Enter>").wait("0 of 3 seen").settle()
                    play.keys(key).wait(f"{question} to the file: {name}")
                    play.keys("<Ctrl-u>").type(f"{folder}/taken").keys("<Enter>").wait("there is such a file already", f"{question} to the file:")
                    play.keys("<Ctrl-u>").type(f"{folder}/no/{name}").keys("<Enter>").wait("there is no such folder")
                    play.keys("<Ctrl-u>").type(path).keys("<Enter>").wait("written into /").absent("to the file:")
                    with open(path, "rb") as file:
                        written = file.read()
                    self.assertEqual(written.count("аркуш".encode()), 3)
                    done = subprocess.run([f"{os.environ['VARTA_BUILD']}/console/varta", "round", command, str(self.here), "-l", "en"], env=dict(os.environ, PGUSER="t_traffic"),
                                          capture_output=True, check=True)
                    self.assertEqual(written, done.stdout)
                    play.kill()

    def test_a_disk_that_is_full(self):
        folder = os.path.join(self.state, "full")
        os.makedirs(folder)
        varta = f"{os.environ['VARTA_BUILD']}/console/varta"
        small = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs -o size=4k none "$0" && head -c 4096 /dev/zero > "$0/zeros" && exec "$@"', folder]
        play = Play(100, 30)
        self.plays.append(play)
        play.start(user="t_traffic", env={"XDG_STATE_HOME": self.state}, command=[*small, varta, "-l", "en"]).wait("What the unit has to do").settle()
        play.keys("v", "c").wait("Rounds and campaigns").settle().keys("<Home>", "<Enter>").wait("0 of 3 seen").settle()
        play.keys("K").wait("GPX to the file").keys("<Ctrl-u>").type(f"{folder}/x").keys("<Enter>").wait("the disk is full", "GPX to the file")
        play.keys("<Esc>").absent("to the file")
        done = subprocess.run([*small, varta, "round", "gpx", str(self.here), f"{folder}/x", "-l", "en"], env=dict(os.environ, PGUSER="t_traffic"), capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr.decode()), (1, f"varta: cannot write '{folder}/x': the disk is full\n"))
        done = subprocess.run([varta, "round", "gpx", str(self.here), "-l", "en"], env=dict(os.environ, PGUSER="t_traffic"), stdout=subprocess.PIPE, check=True)
        self.assertIn("аркуш 2".encode(), done.stdout)


main()
