"""Databases for tests, benchmarks and demonstrations, on the server that private-pg started."""
import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PSQL = "/usr/lib/postgresql/15/bin/psql"
TEMPLATE = "varta_template"  # what tests/run makes databases of


def psql(database, *args, **kwargs):
    """Runs psql on a database; what fails raises CalledProcessError."""
    command = [PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, *args]
    return subprocess.run(command, check=True, **kwargs)


def create(name, template=None):
    """Creates a database, empty or as a copy of another, which has the operators' logins in common with it."""
    copy = f" template {template} strategy file_copy" if template else ""
    psql("postgres", "-c", f"create database {name}{copy}")
    if template:
        psql(name, "-c", "update varta.installation set database = current_database()", "-c", "select varta.close_database()", stdout=subprocess.DEVNULL)


def make(name):
    """Creates a database with the schema and the cities of the tests; a copy of the template where this server has it."""
    found = subprocess.run([PSQL, "-XAtqd", "postgres", "-c", f"select 1 from pg_database where datname = '{TEMPLATE}'"], check=True, stdout=subprocess.PIPE).stdout
    create(name, TEMPLATE if found else None)
    if not found:
        deploy(name, os.environ["VARTA_BUILD"])


def seed(folder):
    """Copies the data of the server, for private-pg to make servers of (PRIVATE_PG_SEED); returns where they are."""
    data = f"{folder}/seed"
    server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    os.mkdir(data, 0o700)
    if server:
        shutil.chown(data, "postgres")
    subprocess.run([*server, "/usr/lib/postgresql/15/bin/pg_basebackup", "-h", os.environ["PGHOST"], "-D", data, "-c", "fast"], check=True, cwd="/")
    return data


def drop(name):
    psql("postgres", "-c", f"drop database {name} with (force)")


def deploy(name, build, fixture=True):
    """Puts the schema into a database, as an administrator does, and the cities of the tests.

    build: the folder with the programs. What goes wrong raises RuntimeError with the output.
    """
    env = dict(os.environ, PGDATABASE=name, VARTA_SQLDIR=f"{ROOT}/sql")
    done = subprocess.run([f"{build}/admin/vartactl", "schema", "upgrade"], env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError("the schema could not be made:\n" + done.stdout.decode("utf-8", "replace"))
    if fixture:
        psql(name, "-f", f"{ROOT}/tests/fixture.sql", stdout=subprocess.DEVNULL)
