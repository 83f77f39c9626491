"""Databases of releases (tests/upgrade/NAME), and what a database is compared by: its catalogue and its rows.

A test of them has a cluster of its own, for the roles are the release's, too: it begins with own_cluster().
"""
import glob
import lzma
import os
import re
import subprocess
import sys

import ctl
import database
import reports

BIN = "/usr/lib/postgresql/15/bin"
FOLDER = f"{database.ROOT}/tests/upgrade"
OF_BEFORE = {"varta.event": " where verb <> 'compared_since'"}  # what rows() takes of a table


def own_cluster():
    """Runs this test again with a PostgreSQL of its own, unless it has one."""
    if "VARTA_OWN_CLUSTER" not in os.environ:
        os.environ["VARTA_OWN_CLUSTER"] = "1"
        os.chmod(os.environ["TMPDIR"], 0o755)  # the server may be another user's
        os.execv(f"{database.ROOT}/tests/pg/private-pg", ["private-pg", sys.executable, *sys.argv])


def kept():
    """The folders of the releases, the oldest first."""
    return sorted(os.path.dirname(path) for path in glob.glob(f"{FOLDER}/*/database.sql.xz"))


def keep_present(requests, template):
    """What this tree would be kept as, with few rows; its folder. template: a database with the schema."""
    folder = f"{os.environ['TMPDIR']}/present"
    subprocess.run([f"{database.ROOT}/tools/keep-release", "--into", folder, str(requests), template], check=True)
    return folder


def restore(folder, name):
    """Makes the database of a release. Roles that are there already are no fault."""
    with open(f"{folder}/roles.sql", "rb") as roles:
        subprocess.run([database.PSQL, "-Xq", "-d", "postgres"], stdin=roles, stderr=subprocess.DEVNULL, check=True)
    database.create(name)
    with lzma.open(f"{folder}/database.sql.xz") as dump:
        database.psql(name, "-1", input=dump.read(), stdout=subprocess.DEVNULL)


def upgrade(name, *args, **env):
    """'vartactl schema upgrade'; the finished process."""
    return ctl.run("schema", "upgrade", *args, env=dict(env, PGDATABASE=name))


def status(name):
    return ctl.run("schema", "status", env={"PGDATABASE": name})


def catalogue(name):
    """Every line of its definition, in any order: columns and grants have the order in which they were added."""
    done = subprocess.run([f"{BIN}/pg_dump", "--schema-only", "--exclude-schema=sqitch", name], check=True, stdout=subprocess.PIPE, text=True)
    return sorted(line.rstrip(",") for line in done.stdout.splitlines() if not re.match(r"--|\\(un)?restrict |$", line))


def tables(name):
    """The tables with their columns: {'varta.city': ['id', …]}."""
    rows = reports.sql("select c.oid::regclass::text, array_agg(a.attname::text order by a.attnum) from pg_class c"
                       " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                       " where c.relkind = 'r' and c.relnamespace = 'varta'::regnamespace group by c.oid", database=name)
    return dict(rows)


def rows(name, columns):
    """Count and digest of the rows of each table, by the columns named: {'varta.city': (2, '5d41…')}; but for the event by which an
    upgrade says that it was here."""
    query = " union all ".join(
        f"select '{table}', count(*), md5(string_agg(r::text, E'\\n' order by r::text collate \"C\"))"
        f" from (select {', '.join(map(quoted, names))} from {table}{OF_BEFORE.get(table, '')}) r" for table, names in columns.items())
    return {table: (count, digest) for table, count, digest in reports.sql(query, database=name)}


def quoted(column):
    return f'"{column}"'


def changed_by_migrations():
    """What migrations say that they change in rows which were there: '-- changes: varta.request.title'."""
    found = set()
    for path in glob.glob(f"{database.ROOT}/sql/schema/deploy/*.sql"):
        with open(path, encoding="utf-8") as file:
            found.update(re.findall(r"(?m)^-- changes: (varta\.\w+(?:\.\w+)?)$", file.read()))
    return found
