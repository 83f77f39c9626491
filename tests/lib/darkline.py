"""A network to the database that goes dark: what is sent is lost on the way, and no system answers, as when a cable is pulled. The
far end is a relay in a network namespace of its own. Needs root: darkline.why_not() says what is missing.

    with DarkLine() as line:
        ... PGHOST=line.host, PGPORT=5432 ...
        line.dark()
        line.light()
"""
import asyncio
import os
import shutil
import subprocess
import sys


def why_not():
    if os.getuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"):
        return "a network of its own needs root, ip and unshare"
    return None if subprocess.run(["unshare", "-n", "true"], check=False).returncode == 0 else "no network namespaces here"


class DarkLine:
    def __init__(self):
        number = os.getpid() % 16000
        net = f"10.{64 + number // 250 % 64}.{number % 250}"
        self.near, self.host = f"{net}.1", f"{net}.2"
        self.name = f"dark{number}"

    def __enter__(self):
        self.far = subprocess.Popen(["unshare", "-n", sys.executable, os.path.abspath(__file__), self.name, self.host],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.heard("far")
        self.ip("link", "add", f"{self.name}a", "type", "veth", "peer", "name", f"{self.name}b", "netns", str(self.far.pid))
        self.ip("addr", "add", f"{self.near}/24", "dev", f"{self.name}a")
        self.ip("link", "set", f"{self.name}a", "up")
        self.say("begin")
        return self

    def __exit__(self, *_):
        self.far.stdin.close()
        self.far.wait(20)

    @staticmethod
    def ip(*words):
        subprocess.run(["ip", *words], check=True)

    def heard(self, word):
        line = self.far.stdout.readline().strip()
        assert line == word, line

    def say(self, word):
        self.far.stdin.write(f"{word}\n")
        self.far.stdin.flush()
        self.heard(word)

    def dark(self):
        self.say("dark")

    def light(self):
        self.say("light")


async def pass_on(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
    except OSError:
        pass
    writer.close()


async def connected(reader, writer):
    server_reader, server_writer = await asyncio.open_unix_connection(f"{os.environ['PGHOST']}/.s.PGSQL.5432")
    await asyncio.gather(pass_on(reader, server_writer), pass_on(server_reader, writer))


async def relay(name, host):
    """The far end, in its namespace: does what it is told on its input until that ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    print("far", flush=True)
    while word := (await lines.readline()).decode().strip():
        if word == "begin":
            DarkLine.ip("addr", "add", f"{host}/24", "dev", f"{name}b")
        DarkLine.ip("link", "set", f"{name}b", "down" if word == "dark" else "up")
        if word == "begin":
            await asyncio.start_server(connected, host, 5432)
        print(word, flush=True)


if __name__ == "__main__":
    asyncio.run(relay(*sys.argv[1:]))
