#!/usr/bin/python3
"""confined.py UNIT WRITABLE COMMAND...: runs a program as systemd would run the service of that unit, as far as
that can be done without systemd: the file system is read-only but for the folder WRITABLE, there are no
capabilities, and the system calls are those that are left. To be started by 'unshare --map-root-user --mount'."""
import ctypes
import errno
import os
import re
import resource
import subprocess
import sys

# What is not tried here: who it is, where it lies, when it is started; files that only systemd hides.
ELSEWHERE = set("""Type ExecStart ExecReload Restart RestartSec WatchdogSec DynamicUser Environment LoadCredential StateDirectory
StateDirectoryMode PrivateDevices PrivateMounts PrivateTmp PrivateUsers ProcSubset ProtectClock ProtectControlGroups ProtectHome
ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc RemoveIPC SystemCallArchitectures""".split())

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
ALLOW, EQUAL, MASKED = 0x7fff0000, 4, 7  # SCMP_ACT_ALLOW, SCMP_CMP_EQ, SCMP_CMP_MASKED_EQ
NAMESPACES = 0x7e020000  # CLONE_NEWNS, CLONE_NEWCGROUP … CLONE_NEWNET
PROT_WRITE, PROT_EXEC, SHM_EXEC, S_ISUID, S_ISGID = 2, 4, 0o100000, 0o4000, 0o2000
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}

libc = ctypes.CDLL(None, use_errno=True)
seccomp = ctypes.CDLL("libseccomp.so.2")
seccomp.seccomp_init.restype = ctypes.c_void_p


class Compare(ctypes.Structure):
    """struct scmp_arg_cmp"""
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def settings(path):
    """Every key of [Service], with its values in their order."""
    found = {}
    with open(path, encoding="utf-8") as file:
        service = file.read().split("[Service]\n")[1].split("\n[")[0]
    for key, value in re.findall(r"^(\w+)=(.*)$", service, re.M):
        found.setdefault(key, []).append(value)
    return found


def calls(name):
    """The system calls of a group, of the groups in it, or the one itself."""
    if not name.startswith("@"):
        return {name}
    lines = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout.split("\n")
    return set().union(*(calls(line.strip()) for line in lines[1:] if line.startswith("    ") and not line.strip().startswith("#")))


def allowed(filters):
    """As systemd.exec(5) puts several SystemCallFilter= together, the first of which is a list of what is allowed."""
    left = calls("@default") | {"execve"}
    for value in filters:
        names = set().union(*(calls(name) for name in value.removeprefix("~").split()))
        left = left - names if value.startswith("~") else left | names
    return left


class Filter:
    """A seccomp filter that refuses with error what no rule allows, or the other way round."""

    def __init__(self, default, action):
        self.action = action
        self.context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(default)))
        assert self.context

    def rule(self, name, *compares):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # this machine has no such call
        array = (Compare * len(compares))(*compares)
        done = seccomp.seccomp_rule_add_array(self.context, ctypes.c_uint32(self.action), number, len(compares), array)
        assert done in (0, -errno.EACCES), (name, done)  # EACCES: it is what happens anyway

    def load(self):
        assert seccomp.seccomp_load(self.context) == 0


def refuse(error):
    return 0x00050000 | error  # SCMP_ACT_ERRNO


def call_filter(unit):
    f = Filter(refuse(errno.EPERM), ALLOW)
    for name in allowed(unit["SystemCallFilter"]):
        f.rule(name)
    return f


def family_filter(unit):
    f = Filter(ALLOW, refuse(errno.EAFNOSUPPORT))
    families = {FAMILIES[name] for name in unit["RestrictAddressFamilies"][0].split()}
    for family in set(range(64)) - families:
        f.rule("socket", Compare(0, EQUAL, family, 0))
    return f


def argument_filter(unit):
    """What else a restriction forbids by the arguments of calls."""
    f = Filter(ALLOW, refuse(errno.EPERM))
    if "yes" in unit["MemoryDenyWriteExecute"]:
        f.rule("mmap", Compare(2, MASKED, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC))
        for name in "mprotect", "pkey_mprotect":
            f.rule(name, Compare(2, MASKED, PROT_EXEC, PROT_EXEC))
        f.rule("shmat", Compare(2, MASKED, SHM_EXEC, SHM_EXEC))
    if "yes" in unit["RestrictNamespaces"]:
        f.rule("setns")
        f.rule("unshare")
        for bit in range(32):
            if NAMESPACES & 1 << bit:
                f.rule("clone", Compare(0, MASKED, 1 << bit, 1 << bit))
    if "yes" in unit["RestrictRealtime"]:
        for policy in 1, 2, 6:
            f.rule("sched_setscheduler", Compare(1, EQUAL, policy, 0))
    if "yes" in unit["RestrictSUIDSGID"]:
        for name, arg in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2), ("open", 2), ("openat", 3)):
            for bit in S_ISUID, S_ISGID:
                f.rule(name, Compare(arg, MASKED, bit, bit))
    if "yes" in unit["LockPersonality"]:
        f.rule("personality", Compare(0, EQUAL, 8, 0))
    return f


def close_files(writable):
    for command in (["mount", "--bind", writable, writable], ["mount", "-o", "remount,bind,ro", "/"]):
        subprocess.run(command, check=True)


def drop_capabilities():
    for number in range(64):
        libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capset(header, none) == 0, ctypes.get_errno()


def main():
    path, writable, *command = sys.argv[1:]
    unit = settings(path)
    tried = {"SystemCallFilter", "SystemCallErrorNumber", "RestrictAddressFamilies", "MemoryDenyWriteExecute", "RestrictNamespaces",
             "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "NoNewPrivileges", "CapabilityBoundingSet", "AmbientCapabilities",
             "ProtectSystem", "UMask", "LimitCORE"}
    assert set(unit) <= tried | ELSEWHERE, f"how is {set(unit) - tried - ELSEWHERE} to be tried?"
    assert unit["ProtectSystem"] == ["strict"] and unit["CapabilityBoundingSet"] == [""] and unit["SystemCallErrorNumber"] == ["EPERM"]
    filters = [family_filter(unit), argument_filter(unit), call_filter(unit)]
    close_files(writable)
    os.umask(int(unit["UMask"][0], 8))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    drop_capabilities()
    assert libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    for f in filters:
        f.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
