"""vartactl streets: files of either kind go in row by row; what is refused is told with its line, also a thousand of them; the same
file again changes nothing, a rehearsal neither; a broken file leaves nothing; what a file was taken from is kept."""
import json
import os
import subprocess
import sys
import unittest

import ctl
from case import DENIED, FAILED, NOT_FOUND, OK, USAGE, Case


def line(x, **properties):
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": "LineString", "coordinates": [[x, 50.46], [x, 50.47]]}}


def counts(shown):
    """The numbers under the header, by name."""
    lines = shown.splitlines()
    at = next(i for i, text in enumerate(lines) if text.startswith("added"))
    return dict(zip(lines[at].split(), map(int, lines[at + 1].split())))


class Streets(Case):
    def file(self, name, text):
        path = f"{os.environ['TMPDIR']}/{name}"
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
        return path

    def take(self, path, *more, status=OK, source="Реєстр"):
        done = ctl.run("streets", "import", "kyiv", path, "--source", source, *more, user="t_admin")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_geojson_comes_and_comes_again(self):
        text = json.dumps({"type": "FeatureCollection", "name": "features", "crs": {"features": [{"type": "x"}]}, "features": [
            line(30.45, name="вулиця {Дивна} \"назва\"", **{"@id": "way/1"}), line(30.46, name="вулиця Друга", old_name="вулиця Стара")]}, ensure_ascii=False)
        path = self.file("s.geojson", text)
        self.assertEqual(counts(self.take(path, source="а").stdout), {"added": 2, "changed": 0, "unchanged": 0, "gone": 0, "refused": 0, "streets": 2})
        self.assertEqual(counts(self.take(path, source="а").stdout)["unchanged"], 2)
        self.assertEqual(self.value("select count(*) from varta.street_alias where name = 'вулиця Стара' and use = 'old'"), 1)

    def test_one_feature_a_line(self):
        path = self.file("s.geojsonl", "".join(json.dumps(line(30.47 + i / 1000, name=f"вулиця Рядкова {i}")) + "\n" for i in range(3)))
        self.assertEqual(counts(self.take(path).stdout)["added"], 3)

    def test_tables(self):
        for name, text in (("a.csv", "\ufeffstreet,house,lat,lon\r\n\"вул. \"\"Лапкова\"\", перша\",1,50.46,30.45\r\n\r\nвул. Комова,\"2\",50.46,30.45\r\n"),
                           ("b.tsv", "street\thouse\tlat\tlon\nвул. Табова\t1\t50.46\t30.45\nвул. Табова\t2\t50.46\t30.45"),
                           ("c.csv", "вулиця;будинок;широта;довгота\nвул. Крапкова;1;50,46;30,45\nвул. Крапкова;2;50,46;30,45\n")):
            with self.subTest(name):
                self.assertEqual(counts(self.take(self.file(name, text)).stdout)["added"], 2)
        self.assertEqual(self.value("select count(*) from varta.street where name = 'вул. \"Лапкова\", перша'"), 1)

    def test_a_thousand_faulty_lines_are_told_each(self):
        rows = [f"вул. Добра,{i},50.46,30.45" if i % 3 == 0 else f"вул. Погана,немає {i},50.46,30.45" if i % 3 == 1 else f"вул. Погана,{i},50.46"
                for i in range(1, 1501)]
        done = self.take(self.file("bad.csv", "street,house,lat,lon\n" + "\n".join(rows) + "\n"), status=FAILED)
        said = done.stderr.splitlines()
        self.assertEqual(len(said), 1000)
        told = {int(text.split(":")[2]): text for text in said}
        self.assertEqual(sorted(told), [i + 1 for i in range(1, 1501) if i % 3])
        self.assertIn('"немає 1" is no number of a house', told[2])
        self.assertIn("are not degrees", told[3])
        self.assertEqual({k: v for k, v in counts(done.stdout).items() if k in ("added", "refused")}, {"added": 500, "refused": 1000})

    def test_what_cannot_be_read_is_told_too(self):
        text = b"street,house,lat,lon\n" + "вул. Байтова,1,50.46,30.45\n".encode() + b"\xff\xfe,2,50.46,30.45\n" + b"a\0b,2,50.46,30.45\n1,2,3,4,5\n" \
            + "вул. Байтова,3,50.46,30.45\n".encode()
        done = self.take(self.file("bytes.csv", text), status=FAILED)
        self.assertEqual([s.split(": ", 2)[1:] for s in done.stderr.splitlines()], [
            [f"{os.environ['TMPDIR']}/bytes.csv:3", "it is not valid UTF-8"], [f"{os.environ['TMPDIR']}/bytes.csv:4", "it has a zero byte"],
            [f"{os.environ['TMPDIR']}/bytes.csv:5", "it has more fields than the header"]])
        self.assertEqual(counts(done.stdout)["added"], 2)

    def test_a_faulty_feature_leaves_the_others(self):
        good = json.dumps(line(30.44, name="вулиця Ціла"), ensure_ascii=False)
        done = self.take(self.file("f.geojson", '{"type": "FeatureCollection", "features": [\n{"type": "Feature",, "properties": {}},\n' + good + ',\n{"type": "Point"}\n]}'), status=FAILED)
        self.assertEqual([s.split(":")[2] for s in done.stderr.splitlines()], ["2", "4"])
        self.assertEqual(counts(done.stdout)["added"], 1)

    def test_a_file_that_breaks_off_leaves_nothing(self):
        whole = json.dumps({"type": "FeatureCollection", "features": [line(30.45, name="вулиця Обірвана"), line(30.46, name="вулиця Кінцева")]}, ensure_ascii=False)
        done = self.take(self.file("cut.geojson", whole[:-20]), status=FAILED)
        self.assertIn("the file ends in the middle", done.stderr)
        done = self.take(self.file("quote.csv", 'street,house,lat,lon\nвул. Обірвана,1,50.46,30.45\n"вул. Обірвана,2,50.46,30.45\n'), status=FAILED)
        self.assertIn(":3: a quotation mark is not closed", done.stderr)
        self.assertEqual(self.value("select count(*) from varta.street where name like '%%Обірвана'"), 0)

    def test_a_rehearsal_changes_nothing(self):
        path = self.file("dry.csv", "street,house,lat,lon\nвул. Пробна,1,50.46,30.45\n")
        done = self.take(path, "--dry-run")
        self.assertEqual(counts(done.stdout)["added"], 1)
        self.assertIn("nothing was changed", done.stdout)
        self.assertEqual(self.value("select count(*) from varta.street where name = 'вул. Пробна'"), 0)

    def test_fields_and_kind(self):
        path = self.file("k.csv", "NAZVA,STARA\nвулиця Кедрова,вулиця Дубова\n")
        self.assertEqual(counts(self.take(path, "--fields", "name=NAZVA,old=STARA").stdout)["added"], 1)
        path = self.file("r.csv", "NOVA,STARA,KOLY\nвулиця Кедрова,вулиця Соснова,2016\n")
        self.assertEqual(counts(self.take(path, "--kind", "renamings", "--fields", "new=NOVA", "--fields", "old=STARA,date=KOLY").stdout)["added"], 1)
        self.assertIn("FIELD=COLUMN", self.take(path, "--fields", "name", status=USAGE).stderr)
        self.assertIn("colour", self.take(path, "--fields", "colour=NOVA", status=FAILED).stderr)
        self.assertIn("rivers", self.take(path, "--kind", "rivers", status=FAILED).stderr)

    def test_where_it_comes_from_is_kept(self):
        path = self.file("l.csv", "name,lat,lon\nРинок,50.46,30.45\n")
        self.take(path, "--licence", "ODbL", "--date", "2026-11-01", source="OpenStreetMap")
        listed = json.loads(self.ctl(OK, "streets", "list", "kyiv", "--json", user="t_moderator"))
        self.assertIn(("OpenStreetMap", "ODbL", "2026-11-01", 1), [(i["source"], i["licence"], i["dated"], i["added"]) for i in listed])

    def test_what_is_no_such_file(self):
        self.assertIn("cannot open", self.take("/nonexistent.csv", status=FAILED).stderr)
        for name, text in (("empty.csv", ""), ("text.csv", "words\n")):
            self.assertIn("neither GeoJSON nor a table", self.take(self.file(name, text), status=FAILED).stderr)
        self.assertIn("there is nothing in it", self.take(self.file("none.geojson", '{"type": "FeatureCollection", "features": []}'), status=FAILED).stderr)
        self.assertIn("there is nothing in it", self.take(self.file("head.csv", "street,house\n\n\n"), status=FAILED).stderr)

    def test_who_may(self):
        path = self.file("w.csv", "name,lat,lon\nРинок,50.46,30.45\n")
        self.ctl(NOT_FOUND, "streets", "import", "atlantis", path, "--source", "x", say="atlantis")
        self.ctl(DENIED, "streets", "import", "kyiv", path, "--source", "x", user="t_moderator")
        self.ctl(USAGE, "streets", "import", "kyiv", path, say="--source")

    def peak(self, path):
        """Kilobytes that vartactl needed at most, asked by a small process: a child begins with the size of its parent."""
        code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        done = subprocess.run([sys.executable, "-c", code, ctl.program(), "streets", "import", "kyiv", path, "--source", "Довге"],
                              env=dict(os.environ, PGUSER="t_admin"), stdout=subprocess.PIPE, text=True, check=True)
        return int(done.stdout.split()[-1])

    def test_memory_does_not_grow_with_the_file(self):
        """Thirty megabytes, of which a batch is four at most."""
        if "san" in os.path.basename(os.environ["VARTA_BUILD"]):
            self.skipTest("the sanitizer keeps what was freed")
        rows = [f"вул. Довга,{i % 9000 + 1},50.46,30.45,{'x' * 2000}\n" for i in range(15000)]
        small = self.peak(self.file("small.csv", "street,house,lat,lon,note\n" + "".join(rows[:2500])))
        big = self.peak(self.file("big.csv", "street,house,lat,lon,note\n" + "".join(rows)))
        self.assertEqual(self.value("select count(*) from varta.house h join varta.street s on s.id = h.street_id where s.name = 'вул. Довга'"), 9000)
        self.assertLess(big - small, 4 * 1024, (small, big))


if __name__ == "__main__":
    unittest.main()
