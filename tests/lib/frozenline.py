"""A relay in front of the database that stops passing anything on, while its system goes on taking what is sent: the
client sees a connection that is whole, and silence. A proxy on a Unix socket.

    with FrozenLine(folder) as line:
        ... PGHOST=line.folder ...
        line.freeze()     # from now on
        line.thaw()       # what was held back arrives
        line.word = b"x"  # freezes by itself when that is asked, which still reaches the database
"""
import asyncio
import time

from slowline import SlowLine


class FrozenLine(SlowLine):
    word = None
    frozen_at = None  # when it froze by itself

    def __init__(self, folder):
        super().__init__(0, folder)
        self.flows = asyncio.Event()
        self.flows.set()

    def freeze(self):
        self.loop.call_soon_threadsafe(self.flows.clear)

    def thaw(self):
        self.loop.call_soon_threadsafe(self.flows.set)

    async def connected(self, reader, writer):
        await self.flows.wait()
        server_reader, server_writer = await asyncio.open_unix_connection(self.server)
        await asyncio.gather(self.pass_on(reader, server_writer, True), self.pass_on(server_reader, writer, False))

    async def pass_on(self, reader, writer, asks):
        while data := await self.read(reader):
            await self.flows.wait()
            writer.write(data)
            if asks and self.word and self.word in data:
                self.flows.clear()
                self.frozen_at = time.monotonic()
        writer.close()
