"""A crash of the machine, for the files of a program that ran with unsynced.c: what it had not synced is taken away. A file has what it
had at its last sync; a name is there as it was at the last sync of its folder, and a chance share of what was done in it since then.

    disk = Disk(root, folder)          # folder: for what it needs itself
    ... start a program with disk.environment ...; kill it
    disk.crash(random.Random(seed))    # numbers of files emptied, of names undone
"""
import os
import shutil
import subprocess

SOURCE = f"{os.path.dirname(os.path.abspath(__file__))}/unsynced.c"
FOLDER = object()  # what a name stands for


class Inode:
    """synced: how long it was at its last sync; kept: its bytes, where it has no name any more."""

    def __init__(self, synced=0):
        self.synced, self.kept = synced, None


class Disk:
    def __init__(self, root, folder):
        self.root, self.notes = os.path.realpath(root), f"{folder}/unsynced.notes"
        library = f"{folder}/unsynced.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": library, "UNSYNCED_ROOT": self.root, "UNSYNCED_LOG": self.notes}

    def walk(self):
        """Every name below the root, folders first."""
        for folder, folders, files in os.walk(self.root):
            yield from ((f"{folder}/{name}", True) for name in folders)
            yield from ((f"{folder}/{name}", False) for name in files)

    def read_notes(self):
        with open(self.notes, "rb") as file:
            while line := file.readline():
                head, *paths = line.decode().rstrip("\n").split("\t")
                what, length = head.split(" ")
                yield what, paths, file.read(int(length))

    def names_before(self, notes):
        """What was there when the program began: all that is there now or had a name taken from it, and was not made since."""
        made = {paths[-1] for what, paths, _ in notes if what in ("create", "mkdir", "rename")}
        return {path: FOLDER if is_folder else Inode(1 << 62) for path, is_folder in self.walk() if path not in made}

    def crash(self, chance):
        notes = list(self.read_notes()) if os.path.exists(self.notes) else []
        self.live = self.names_before(notes)
        self.lasting, self.pending = dict(self.live), {}
        for what, paths, data in notes:
            getattr(self, f"do_{what}")(*paths, data)
        now = dict(self.live)
        undone = sum(self.apply(folder, chance.randint(0, len(steps))) for folder, steps in list(self.pending.items()))
        emptied = self.write(now)
        if os.path.exists(self.notes):
            os.unlink(self.notes)
        return emptied, undone

    def step(self, path, inode):
        self.pending.setdefault(os.path.dirname(path), []).append((path, inode))

    def apply(self, folder, count):
        """The first steps in a folder have reached the disk; how many have not."""
        steps = self.pending.pop(folder, [])
        for path, inode in steps[:count]:
            self.lasting[path] = inode
        return len(steps) - count

    def do_create(self, path, _):
        self.live[path] = Inode()
        self.step(path, self.live[path])

    def do_mkdir(self, path, _):
        self.live[path] = FOLDER
        self.step(path, FOLDER)

    def lose(self, path, data):
        """The name no longer stands for what it stood for: a file that was there before it is known has its bytes from now on."""
        inode = self.live.pop(path, None)
        if isinstance(inode, Inode):
            inode.kept = data

    def do_rename(self, path, to, data):
        if to not in self.live and data:
            self.live[to] = self.lasting[to] = Inode(1 << 62)
        self.lose(to, data)
        inode = self.live.pop(path, None) or Inode()
        self.live[to] = inode
        self.step(path, None)
        self.step(to, inode)

    def do_unlink(self, path, data):
        if path not in self.live:
            self.live[path] = self.lasting[path] = Inode(1 << 62)
        self.lose(path, data)
        self.step(path, None)

    def do_sync(self, path, size, _):
        if int(size) < 0:
            self.apply(path, len(self.pending.get(path, [])))
        elif isinstance(self.live.get(path), Inode):
            self.live[path].synced = int(size)

    def do_syncfs(self, *_):
        for folder in list(self.pending):
            self.apply(folder, len(self.pending[folder]))
        for inode in self.live.values():
            if isinstance(inode, Inode):
                inode.synced = 1 << 62

    def write(self, now):
        """Makes the tree what has reached the disk; how many files have lost something."""
        bytes_of = {}
        for path, inode in now.items():
            if isinstance(inode, Inode) and os.path.isfile(path):
                with open(path, "rb") as file:
                    bytes_of[inode] = file.read()
        modes = {path: os.stat(path).st_mode & 0o7777 for path, _ in self.walk()}
        owner = os.stat(self.root)
        emptied = 0
        for name in os.listdir(self.root):
            path = f"{self.root}/{name}"
            (shutil.rmtree if os.path.isdir(path) else os.unlink)(path)
        for path in sorted(path for path, inode in self.lasting.items() if inode is not None):
            inode = self.lasting[path]
            if not os.path.isdir(os.path.dirname(path)):
                continue
            if inode is FOLDER:
                os.mkdir(path)
            else:
                data = inode.kept if inode.kept is not None else bytes_of.get(inode, b"")
                emptied += len(data) > inode.synced
                with open(path, "wb") as file:
                    file.write(data[:inode.synced])
            os.chmod(path, modes.get(path, 0o755 if inode is FOLDER else 0o644))
            os.chown(path, owner.st_uid, owner.st_gid)
        return emptied
