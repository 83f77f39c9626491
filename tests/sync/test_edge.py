"""What was wrong at the edge of the daemon: heads of requests that two servers read differently, a client that
names nobody in X-Forwarded-For, keys that others may read or that a core dump holds, residents' hosts in the log."""
import os
import socket
import subprocess
import sys

from syncd import FORM, KEYS, Syncd, wait_for

HEAD = b"GET /open311/discovery.json HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /open311/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM.encode() + b"\r\n"
SMUGGLED = b"GET /open311/services.json?jurisdiction_id=kyiv HTTP/1.1\r\nHost: x\r\n\r\n"


def talk(syncd, sent):
    """All that is answered until the daemon ends the connection; it has to."""
    with socket.create_connection(("127.0.0.1", syncd.port), timeout=30) as peer:
        peer.sendall(sent)
        answer = b""
        try:
            while data := peer.recv(65536):
                answer += data
        except ConnectionResetError:
            pass
    return answer


def check_two_ends_of_a_request(syncd):
    """It is 400, and the connection ends: what follows is never taken for a request."""
    assert talk(syncd, HEAD + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
    ambiguous = {
        "twice the same": b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "two lengths": b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED),
        "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "two codings": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "another coding": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "a list of lengths": b"Content-Length: 0, 0\r\n\r\n",
        "a signed length": b"Content-Length: +0\r\n\r\n",
        "bare LF": b"X-A: b\nX-C: d\r\n\r\n",
        "bare LF behind the last line": b"X-A: b\n\r\n",
        "bare LF behind a length": b"Content-Length: 0\n\r\n",
        "an empty line of a bare LF": b"X-A: b\r\n\n",
        "bare LFs at the end": b"X-A: b\n\n",
        "bare LF before a body of NULs": b"Content-Length: 2\n\r\n\0\0",
        "a line that is continued": b"X-A: b\r\n c\r\nX-D: e\r\n\r\n",
        "a last line that is continued": b"X-A: b\r\n\tc\r\n\r\n",
        "a NUL": b"X-A: b\0c\r\n\r\n",
        "bare LF before a length": b"X-A: b\nContent-Length: 0\r\n\r\n",
    }
    for name, rest in ambiguous.items():
        for head in (HEAD, POST):
            answer = talk(syncd, head + rest + SMUGGLED)
            assert answer.startswith(b"HTTP/1.1 400"), (name, answer)
            assert b"HTTP/1.1 200" not in answer, (name, answer)
    answer = talk(syncd, b"GET /open311/discovery.json HTTP/1.1\nHost: x\r\n\r\n" + SMUGGLED)
    assert answer.startswith(b"HTTP/1.1 400") and b"HTTP/1.1 200" not in answer, answer
    answer = talk(syncd, b"GET /open311/discovery.json HTTP/1.0\n\r\n" + SMUGGLED)
    assert answer.startswith(b"HTTP/1.1 400") and b"HTTP/1.1 200" not in answer, answer
    assert talk(syncd, b"GET /open311/discovery.json HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def check_chunks(syncd):
    """A body in chunks is read, whatever ends their lines; but nothing behind it is taken for a request."""
    body = b"service_code=question"
    for end in (b"\r\n", b"\n", b";x\n", b";x\r\n"):
        answer = talk(syncd, POST + b"Transfer-Encoding: chunked\r\n\r\n%x" % len(body) + end + body + b"\r\n0\r\n\r\n" + SMUGGLED)
        assert answer.startswith(b"HTTP/1.1 4") and b"Connection: close" in answer, (end, answer)
        assert answer.count(b"HTTP/1.1 ") == 1, (end, answer)


def check_garbage_as_forwarded(syncd):
    """Who is named by no address is counted as the proxy is."""
    def ask(forwarded):
        return syncd.request("GET", "/open311/discovery.json", headers={"X-Forwarded-For": forwarded}).status

    statuses = [ask(forwarded) for forwarded in ("garbage", "unknown", "_x", "999.1.1.1") * 10]
    assert statuses[0] == 200 and 429 in statuses, statuses
    assert ask("203.0.113.9") == 200
    assert syncd.request("GET", "/open311/discovery.json").status == 200


def check_core(syncd):
    with open(f"/proc/{syncd.process.pid}/limits", encoding="ascii") as file:
        line, = [line for line in file if line.startswith("Max core file size")]
    assert line.split()[4:6] == ["0", "0"], line


def check_keys_for_the_group():
    """A file of keys that the group may read is refused, with what to do."""
    folder = os.environ["TMPDIR"]
    keys, config = f"{folder}/group keys", f"{folder}/group.yaml"
    with open(config, "w", encoding="ascii") as file:
        file.write(f"database: user=t_syncd\nsyncd:\n  listen: 127.0.0.1:0\n  keys_file: \"{keys}\"\n")
    with open(keys, "w", encoding="ascii") as file:
        file.write("peer: key\n")
    for mode, status in ((0o600, 0), (0o400, 0), (0o640, 1), (0o440, 1), (0o604, 1), (0o660, 1)):
        os.chmod(keys, mode)
        done = subprocess.run([f"{os.environ['VARTA_BUILD']}/syncd/varta-syncd", "-n", "-c", config], capture_output=True, text=True,
                              check=False)
        assert done.returncode == status, (oct(mode), done)
        assert status == 0 or f"chmod 600 '{keys}'" in done.stderr, done.stderr


def check_host_in_the_log():
    """A photo cannot be had: why is logged, but not the address that a resident wrote."""
    with Syncd(settings=(f"media_dir: {os.environ['TMPDIR']}", "media_private: true"), debug=True) as syncd:
        number = syncd.report(media_url="http://olena-kravets.invalid/phone/0501234567.jpg")
        wait_for("refusal", lambda: f"photo of request {number}:" in syncd.log())
        assert "olena" not in syncd.log() and "0501234567" not in syncd.log(), syncd.log()


def main():
    with Syncd(settings=["rate_address: 60", "request_timeout: 2s"]) as syncd:
        check_core(syncd)
        check_two_ends_of_a_request(syncd)
        check_chunks(syncd)
        check_garbage_as_forwarded(syncd)
        assert syncd.report(description="далі")
        for path in (f"/open311/requests.json&api_key={KEYS['kyiv']}", f"/open311/requests.json%3Fapi_key={KEYS['kyiv']}", f"/api_key={KEYS['kyiv']}"):
            assert syncd.request("GET", path, headers={"X-Forwarded-For": "203.0.113.10"}).status == 404, path
        assert KEYS["kyiv"] not in syncd.log()
    check_keys_for_the_group()
    check_host_in_the_log()


sys.exit(main())
