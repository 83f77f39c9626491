"""Runs vartactl for tests and the demonstration."""
import os
import subprocess


def program():
    return os.environ["VARTA_BUILD"] + "/admin/vartactl"


def run(*args, user=None, stdin="", env=None, text=True, stdout=subprocess.PIPE):
    """Runs 'vartactl ARGS' to its end. user: the database role, else the environment's; stdout: a
    file that its output goes to."""
    environment = dict(os.environ, **(env or {}))
    if user:
        environment["PGUSER"] = user
    return subprocess.run([program(), *args], env=environment, input=stdin, text=text,
                          stdout=stdout, stderr=subprocess.PIPE)


def must(*args, **kwargs):
    """The same; what fails raises RuntimeError. Returns standard output."""
    done = run(*args, **kwargs)
    if done.returncode:
        raise RuntimeError(f"vartactl {' '.join(args)}: status {done.returncode}: {done.stderr}")
    return done.stdout
