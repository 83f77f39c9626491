"""A connection that breaks at the worst moment: a proxy on a Unix socket that passes every byte on, but not the
database's answer to the first statement in which a word stands. The database has done it; the client only sees its
connection end.

    with LossyLine("api.note", folder) as line:
        ... PGHOST=line.folder ...
"""
import asyncio

from slowline import SlowLine

SYNC, READY = b"S\0\0\0\4", b"Z\0\0\0\5"  # the end of what is asked, and of its answer: then it is committed


class LossyLine(SlowLine):
    def __init__(self, word, folder, times=1):
        super().__init__(0, folder)
        self.word = word.encode()
        self.left = times

    async def connected(self, reader, writer):
        server_reader, server_writer = await asyncio.open_unix_connection(self.server)
        connection = Connection()
        await asyncio.gather(self.ask(reader, server_writer, connection), self.answer(server_reader, writer, connection))

    async def ask(self, reader, server_writer, connection):
        while data := await self.read(reader):
            if self.left and self.word in data:
                self.left -= 1
                connection.lost = connection.asked + data[:data.index(self.word)].count(SYNC) + 1
            connection.asked += data.count(SYNC)
            server_writer.write(data)
        server_writer.close()

    async def answer(self, server_reader, writer, connection):
        while data := await self.read(server_reader):
            connection.answered += data.count(READY)
            if connection.lost is None:
                writer.write(data)
            elif connection.answered >= connection.lost:
                break
        writer.close()


class DoubtfulLine(LossyLine):
    """The answer arrives, and before it the server's warning that the wait for a standby was cancelled."""
    FIELDS = {"S": "WARNUNG", "V": "WARNING", "C": "01000", "M": "canceling wait for synchronous replication due to user request",
              "R": "SyncRepWaitForLSN"}

    def warning(self):
        fields = b"".join(f"{name}{text}\0".encode() for name, text in self.FIELDS.items()) + b"\0"
        return b"N" + (len(fields) + 4).to_bytes(4, "big") + fields

    async def answer(self, server_reader, writer, connection):
        while data := await self.read(server_reader):
            connection.answered += data.count(READY)
            if connection.lost is not None and connection.answered >= connection.lost:
                writer.write(self.warning())
                connection.lost = None
            writer.write(data)
        writer.close()


class Connection:
    """lost: the number of the answer that does not arrive; None: all do."""
    asked, answered, lost = 0, -1, None  # the server is ready once before it is asked
