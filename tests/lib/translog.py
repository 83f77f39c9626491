"""Append-only logs as the specifications word them (RFC 6962, C2SP signed-note, tlog-checkpoint,
tlog-cosignature), a second implementation for tests: what lib/merkle writes is read here, and the other way
round. Everything is checked strictly."""
import base64
import hashlib
import os
import re

import ed25519

LOG, WITNESS = 1, 4  # kinds of keys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\0", entry)


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1", root(leaves[:k]), root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m, leaves, whole=True):
    """The proof between the first m leaves and all; none where m is 0."""
    if m in (0, len(leaves)):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


def is_consistent(old, old_root, size, new_root, proof):
    """RFC 6962 proves it by recursion: the proof is taken apart from its end, which needs both roots' shapes."""
    if old == 0:
        return proof == []
    if old == size:
        return proof == [] and old_root == new_root
    hashes = list(proof)

    def walk(m, n, whole):
        """The roots of the old and of the new tree below a node of n leaves, of which m are old."""
        if m == n:
            return (old_root, old_root) if whole else (lambda h: (h, h))(hashes.pop(0))
        k = split(n)
        if m <= k:
            was, now = walk(m, k, whole)
            return was, sha256(b"\1", now, hashes.pop(0))
        was, now = walk(m - k, n - k, False)
        left = hashes.pop(0)
        return sha256(b"\1", left, was), sha256(b"\1", left, now)
    try:
        was, now = walk(old, size, True)
    except IndexError:
        return False
    return not hashes and was == old_root and now == new_root


class Key:
    """A key pair of a log or of a witness."""

    def __init__(self, name, kind=LOG, seed=None):
        self.name, self.kind, self.seed = name, kind, seed or os.urandom(32)
        self.public = ed25519.public(self.seed)
        self.id = sha256(name.encode(), b"\n", bytes([kind]), self.public)[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    @property
    def private(self):
        """The text of a file that vartactl and varta-syncd read."""
        return f"PRIVATE+KEY+{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.seed).decode()}\n"

    def line(self, signature):
        return f"— {self.name} {base64.b64encode(self.id + signature).decode()}\n"

    def sign(self, text):
        """text as a signed note."""
        return f"{text}\n{self.line(ed25519.sign(self.seed, text.encode()))}"

    def cosign(self, text, at):
        """The line of a cosignature at that second."""
        signed = f"cosignature/v1\ntime {at}\n{text}".encode()
        return self.line(at.to_bytes(8, "big") + ed25519.sign(self.seed, signed))

    def checkpoint(self, leaves):
        return self.sign(checkpoint_text(self.name, len(leaves), root(leaves)))


class PublicKey:
    """A line 'name+id+base64'."""

    def __init__(self, vkey):
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", vkey)
        assert match, vkey
        self.name, bytes_ = match[1], base64.b64decode(match[3], validate=True)
        self.kind, self.public = bytes_[0], bytes_[1:]
        assert self.kind in (LOG, WITNESS) and len(self.public) == 32
        self.id = sha256(self.name.encode(), b"\n", bytes_)[:4]
        assert self.id.hex() == match[2]


def checkpoint_text(origin, size, root_hash):
    return f"{origin}\n{size}\n{base64.b64encode(root_hash).decode()}\n"


def parse_note(note):
    """(text, [(name, id, signature)]); ValueError where it is none."""
    text, empty, lines = note.rpartition("\n\n")
    if not empty or not lines.endswith("\n") or re.search(r"[\0-\x09\x0b-\x1f]", note):
        raise ValueError("no note")
    signatures = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)", line)
        if not match:
            raise ValueError("no signature: " + line)
        bytes_ = base64.b64decode(match[2], validate=True)
        signatures.append((match[1], bytes_[:4], bytes_[4:]))
    return text + "\n", signatures


def parse_checkpoint(text):
    """(origin, size, root); ValueError where it is none."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n((?:[^\n]+\n)*)", text)
    if not match:
        raise ValueError("no checkpoint")
    return match[1], int(match[2]), base64.b64decode(match[3])


def is_signed(note, key):
    """Whether key signed it; of a witness the second at which, or False. ValueError for a forged one."""
    text, signatures = parse_note(note)
    found = False
    for name, id_, signature in signatures:
        if (name, id_) != (key.name, key.id):
            continue
        signed = text.encode()
        if key.kind == WITNESS:
            at = int.from_bytes(signature[:8], "big")
            signed, signature, found = f"cosignature/v1\ntime {at}\n{text}".encode(), signature[8:], at
        if not ed25519.verify(key.public, signed, signature):
            raise ValueError("forged")
        found = found or True
    return found


def parse_notes(text):
    """The notes that stand one behind the other in a file."""
    notes = re.findall(r"(?:(?!— )[^\n]+\n)+\n(?:— [^\n]+\n)+", text)
    assert "".join(notes) == text, "there is more in the file than notes"
    return notes


def tile_path(level, index, width):
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    return f"tile/{level}/" + "/".join([f"x{part}" for part in parts[:-1]] + [parts[-1]]) + (f".p/{width}" if width < 256 else "")


def write_folder(folder, key, leaves):
    """Publishes a log: its tiles, and its checkpoint behind those of before; the checkpoint."""
    level, hashes = 0, leaves
    while hashes:
        for index in range(-(-len(hashes) // 256)):
            part = hashes[256 * index:256 * (index + 1)]
            path = f"{folder}/{tile_path(level, index, len(part))}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"".join(part))
        hashes = [root(hashes[at:at + 256]) for at in range(0, len(hashes) - 255, 256)]
        level += 1
    note = key.checkpoint(leaves)
    with open(f"{folder}/checkpoints", "a", encoding="utf-8") as file:
        file.write(note)
    with open(f"{folder}/checkpoint", "w", encoding="utf-8") as file:
        file.write(note)
    return note


def receipt(key, entries, leaf, number=None):
    """The receipt of one of entries, as the daemon would give it."""
    leaves = [leaf_hash(entry) for entry in entries]
    return {"receipt": leaves[leaf].hex(), "number": str(number), "entry": base64.b64encode(entries[leaf]).decode(), "sealed": True,
            "leaf": leaf, "proof": [base64.b64encode(hash_).decode() for hash_ in inclusion(leaf, leaves)],
            "checkpoint": key.checkpoint(leaves)}


def altered(receipt_, random):
    """A receipt in which one thing is not as it was."""
    copy = dict(receipt_, proof=list(receipt_["proof"]))

    def spoil(text, alphabet):
        at = random.randrange(len(text))
        return text[:at] + random.choice([c for c in alphabet if c != text[at]]) + text[at + 1:]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    kind = random.randrange(9)
    if kind == 0:
        copy["receipt"] = spoil(copy["receipt"], "0123456789abcdef")
    elif kind == 1:
        copy["entry"] = spoil(copy["entry"].rstrip("="), letters) + "=" * copy["entry"].count("=")
    elif kind == 2:  # another entry, with its own hash
        entry = bytearray(base64.b64decode(copy["entry"]))
        entry[random.randrange(len(entry))] ^= 1 << random.randrange(8)
        copy["entry"], copy["receipt"] = base64.b64encode(entry).decode(), leaf_hash(bytes(entry)).hex()
    elif kind == 3:
        copy["leaf"] ^= 1 << random.randrange(12)
    elif kind == 4:
        at = random.randrange(len(copy["proof"]))
        copy["proof"][at] = spoil(copy["proof"][at][:-1], letters) + "="
    elif kind == 5:
        copy["proof"].pop(random.randrange(len(copy["proof"])))
    elif kind == 6:
        copy["proof"].insert(random.randrange(len(copy["proof"]) + 1), base64.b64encode(random.randbytes(32)).decode())
    elif kind == 7:
        copy["checkpoint"] = spoil(copy["checkpoint"], letters + "\n —")
    else:  # signed by somebody else under the log's name
        copy["checkpoint"] = Key(parse_checkpoint(parse_note(copy["checkpoint"])[0])[0]).sign(parse_note(copy["checkpoint"])[0])
    return copy
