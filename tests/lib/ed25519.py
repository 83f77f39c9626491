"""Ed25519 as RFC 8032 words it, in plain Python: a second opinion on what libcrypto and browsers sign and check.
Slow, and for tests alone."""
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    s, d = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = d - s, z - t, z + t, d + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point = add(point, point)
        n >>= 1
    return result


def x_of(y, sign):
    """The coordinate x that belongs to y; None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return x if x & 1 == sign else P - x


def point(bytes_):
    number = int.from_bytes(bytes_, "little")
    y = number & (2**255 - 1)
    x = x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def packed(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def scalar(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def secrets(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & ((1 << 254) - 8) | (1 << 254), digest[32:]


def public(seed):
    return packed(times(secrets(seed)[0], BASE))


def sign(seed, message):
    a, prefix = secrets(seed)
    key = packed(times(a, BASE))
    r = scalar(prefix, message) % ORDER
    big_r = packed(times(r, BASE))
    s = (r + scalar(big_r, key, message) % ORDER * a) % ORDER
    return big_r + s.to_bytes(32, "little")


def verify(key, message, signature):
    if len(signature) != 64 or len(key) != 32:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    return packed(times(s, BASE)) == packed(add(r, times(scalar(signature[:32], key, message) % ORDER, a)))
