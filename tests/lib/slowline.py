"""A database that is far away: a proxy on a Unix socket that passes every byte on later.

    with SlowLine(seconds, folder) as line:
        ... PGHOST=line.folder: a round trip takes that many seconds longer ...
        line.delay = 2  # half a round trip, from now on
"""
import asyncio
import os
import threading

SOCKET = ".s.PGSQL.5432"


class SlowLine:
    def __init__(self, round_trip, folder):
        self.delay = round_trip / 2
        self.folder = folder
        self.server = os.path.join(os.environ["PGHOST"], SOCKET)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        self.thread.start()
        listening = asyncio.start_unix_server(self.connected, os.path.join(self.folder, SOCKET))
        asyncio.run_coroutine_threadsafe(listening, self.loop).result()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        os.unlink(os.path.join(self.folder, SOCKET))

    @staticmethod
    async def end():
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def connected(self, reader, writer):
        server_reader, server_writer = await asyncio.open_unix_connection(self.server)
        await asyncio.gather(self.carry(reader, server_writer), self.carry(server_reader, writer))

    async def carry(self, reader, writer):
        """Keeps the order: nothing overtakes what was read before it, also when the delay becomes shorter."""
        due = 0.0
        while data := await self.read(reader):
            due = max(due, self.loop.time() + self.delay)
            self.loop.call_at(due, self.write, writer, data)
        self.loop.call_at(max(due, self.loop.time() + self.delay), writer.close)

    @staticmethod
    async def read(reader):
        try:
            return await reader.read(65536)
        except ConnectionError:
            return b""

    @staticmethod
    def write(writer, data):
        if not writer.is_closing():
            writer.write(data)
