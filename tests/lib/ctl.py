"""Runs vartactl for tests and the demonstration."""
import os
import subprocess


def program(build="VARTA_BUILD"):
    return os.environ[build] + "/admin/vartactl"


def run(*args, user=None, stdin="", env=None, text=True, stdout=subprocess.PIPE, build="VARTA_BUILD"):
    """Runs 'vartactl ARGS' to its end. user: the database role, else the environment's; stdout: a
    file that its output goes to."""
    environment = dict(os.environ, **(env or {}))
    if user:
        environment["PGUSER"] = user
    return subprocess.run([program(build), *args], env=environment, input=stdin, text=text,
                          stdout=stdout, stderr=subprocess.PIPE)


def must(*args, **kwargs):
    """The same, to prepare a test: what fails raises RuntimeError, and the programs are those without
    sanitizers, which begin six times as fast. Returns standard output."""
    done = run(*args, build="VARTA_PLAIN" if "VARTA_PLAIN" in os.environ else "VARTA_BUILD", **kwargs)
    if done.returncode:
        raise RuntimeError(f"vartactl {' '.join(args)}: status {done.returncode}: {done.stderr}")
    return done.stdout
