"""The daemon works under its systemd unit: with the system calls, address families, capabilities and folders that
the unit leaves it, it takes reports, fetches and cleans photos, has PDFs made, writes the public tree, and closes itself off
further. What the unit forbids is really forbidden. systemd itself is not needed: see confined.py."""
import os
import subprocess
import sys

import orders
import photos
import tree
from confined import allowed, calls, settings
from photos import PhotoSite
from reports import act, sql, version
from slowline import SlowLine
from syncd import Syncd, wait_for

UNIT = "syncd/varta-syncd.service"
ROOT, MEDIA = f"{os.environ['TMPDIR']}/public", f"{os.environ['TMPDIR']}/media"
UNDER = ["unshare", "--map-root-user", "--mount", sys.executable, f"{os.path.dirname(photos.__file__)}/confined.py", UNIT, os.environ["TMPDIR"]]
with open("/proc/self/status", encoding="ascii") as own:
    OWN, = (int(line.split()[1]) for line in own if line.startswith("Seccomp_filters"))
PROBE = """
import ctypes, errno, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
def tried(name, result):
    print(name, errno.errorcode.get(ctypes.get_errno(), '?') if result < 0 else 'done')
def opened(name, *args):
    try:
        socket.socket(*args)
        print(name, 'done')
    except OSError as e:
        print(name, errno.errorcode[e.errno])
tried('mount', libc.mount(b'none', b'/tmp', b'tmpfs', 0, None))
tried('ptrace', libc.ptrace(0, 0, 0, 0))
tried('unshare', libc.unshare(0x10000000))
tried('setns', libc.setns(0, 0))
tried('write and run', libc.mmap(None, 4096, 7, 0x22, -1, 0))
tried('chmod', libc.chmod(sys.argv[1].encode(), 0o4755))
tried('reboot', libc.reboot(0))
tried('bpf', libc.syscall(321, 0, 0, 0))
tried('usr', libc.open(b'/usr/varta-probe', 0o101, 0o600))
tried('folder', libc.open((sys.argv[1] + '/probe').encode(), 0o101, 0o600))
opened('packet', 17, 3, 0)
opened('netlink', 16, 3, 0)
opened('inet', 2, 1, 0)
"""
EXPECTED = """mount EPERM
ptrace EPERM
unshare EPERM
setns EPERM
write and run EPERM
chmod EPERM
reboot EPERM
bpf EPERM
usr EROFS
folder done
packet EAFNOSUPPORT
netlink EAFNOSUPPORT
inet done
"""


def check_forbidden():
    done = subprocess.run([*UNDER, sys.executable, "-c", PROBE, os.environ["TMPDIR"]], capture_output=True, text=True, check=False)
    assert done.stdout == EXPECTED, done


def check_calls():
    """What the daemon closes itself off with is there, and nothing of the groups that no service needs."""
    left = allowed(settings(UNIT)["SystemCallFilter"])
    assert {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "setrlimit", "prlimit64"} <= left
    for group in "@mount", "@debug", "@module", "@raw-io", "@reboot", "@swap", "@obsolete", "@clock", "@cpu-emulation", "@privileged":
        assert not left & calls(group), (group, left & calls(group))


def seen_of(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return dict(line.split(":\t", 1) for line in file.read().splitlines())


def check_work(syncd):
    wait_for("tree", lambda: tree.is_built("kyiv-map"))
    status = seen_of(syncd.process)
    assert int(status["Seccomp_filters"]) == OWN + 4 and status["NoNewPrivs"] == "1", status
    assert {status[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}, status
    number = syncd.report(description="Яма", media_url=f"{PhotoSite.url}/1.jpg".replace("127.0.0.1", "localhost"))
    wait_for("photo", lambda: sql("select 1 from varta.photo where request_id = %s and hash is not null", number))
    act("t_moderator", "accept", number, version(number))
    tree.answer(number, "Засипали.")
    wait_for("page", lambda: os.path.exists(f"{ROOT}/kyiv-map/r/{number // 1000}/{number}.html"))
    order = orders.issued("знак 2.1 закрито гілками")
    wait_for("PDF", lambda: sql("select 1 from varta.document where of_id = %s and pdf is not null", order))
    assert syncd.request("GET", "/health").status == 200
    assert "no system call is forbidden" not in syncd.log() and "nothing can be written" not in syncd.log(), syncd.log()


def main():
    if subprocess.run([*UNDER[:3], "true"], check=False, capture_output=True).returncode:
        print("no namespaces can be made here: unshare")
        return 77
    os.mkdir(ROOT)
    os.mkdir(MEDIA)
    check_calls()
    check_forbidden()
    PhotoSite.serve()
    orders.prepare()
    tree.add_source("kyiv-map", url="https://example.org/map")
    settings_of = (f"publish: {ROOT}", "publish_whole: 100ms", f"media_dir: {MEDIA}", "media_private: true")
    with SlowLine(0, f"{os.environ['TMPDIR']}/line") as line, Syncd(conninfo=f"user=t_syncd host={line.folder}", settings=settings_of, build=os.environ["VARTA_PLAIN"],
                                    under=UNDER) as syncd:
        check_work(syncd)
    return 0


sys.exit(main())
