"""varta-syncd as an administrator starts it: options, configuration checks, the port file, readiness
and the watchdog as systemd sees them, and complaints that name what is wrong."""
import os
import socket
import subprocess
import sys
import tempfile

from syncd import Syncd, wait_for

PROGRAM = f"{os.environ['VARTA_BUILD']}/syncd/varta-syncd"
FOLDER = tempfile.mkdtemp(prefix="start.")


def run(*options):
    done = subprocess.run([PROGRAM, *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


def config(text):
    path = f"{FOLDER}/varta.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def check_options():
    status, out, _ = run("-V")
    assert status == 0 and out.startswith("varta-syncd "), out
    status, out, _ = run("-h")
    assert status == 0 and out.startswith("usage: varta-syncd"), out
    for bad in ("-x",), ("argument",):
        status, _, err = run(*bad)
        assert status == 2 and "usage: varta-syncd" in err, err


def check_configuration():
    status, out, err = run("-n", "-c", config("syncd:\n  listen: '[::1]:0'\n"))
    assert status == 0 and out == "configuration OK\n", (out, err)
    for text, complaint in (("syncd:\n  lisen: x\n", "varta.yaml:2:"), ("syncd:\n  listen: here\n", "'here'"),
                            ("syncd:\n  listen: 127.0.0.1\n", "'127.0.0.1'"),
                            ("syncd:\n  listen: '127.0.0.1:99999'\n", "'127.0.0.1:99999'")):
        status, _, err = run("-n", "-c", config(text))
        assert status == 1 and complaint in err, (text, err)
    keys = f"{FOLDER}/keys"
    for text, complaint in ("kyiv-site: abc\nkyiv-site: abc\n", f"{keys}:2:"), (None, f"'{keys}'"):
        if os.path.exists(keys):
            os.unlink(keys)
        if text:
            with open(os.open(keys, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
                file.write(text)
        status, _, err = run("-n", "-c", config(f"syncd:\n  keys_file: {keys}\n"))
        assert status == 1 and complaint in err and "abc" not in err, err
    status, _, err = run("-n", "-c", "/nowhere/varta.yaml")
    assert status == 1 and "/nowhere/varta.yaml" in err, err


def check_address_in_use():
    with socket.create_server(("127.0.0.1", 0)) as other:
        where = f"127.0.0.1:{other.getsockname()[1]}"
        status, _, err = run("-c", config(f"syncd:\n  listen: {where}\n"))
        assert status == 1 and f"cannot listen on '{where}'" in err, err


def check_systemd():
    """READY, WATCHDOG and STOPPING arrive at the socket that systemd names."""
    path = f"{FOLDER}/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(30)
        os.environ.update(NOTIFY_SOCKET=path, WATCHDOG_USEC="200000")
        syncd = Syncd(settings=["public_url: https://varta.example.org/"])
        del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
        assert manager.recv(100) == b"READY=1"
        assert manager.recv(100) == b"WATCHDOG=1" == manager.recv(100)
        url = syncd.get("discovery.json").json["endpoints"][0]["url"]
        assert url == "https://varta.example.org/open311/v2", url
        syncd.stop()
        wait_for("STOPPING", lambda: manager.recv(100) == b"STOPPING=1")
    assert "listening at http://127.0.0.1:" in syncd.log() and "stopped" in syncd.log()


def check_no_database():
    """It starts all the same, says so, and answers 503."""
    syncd = Syncd(conninfo=f"host={FOLDER}")
    answer = syncd.get("services.xml", {"jurisdiction_id": "kyiv"})
    assert answer.status == 503 and answer.xml.tag == "errors", answer
    wait_for("complaint", lambda: "the database cannot be reached" in syncd.log())
    assert syncd.get("discovery.xml").status == 200
    syncd.stop()


def main():
    check_options()
    check_configuration()
    check_address_in_use()
    check_systemd()
    check_no_database()


sys.exit(main())
