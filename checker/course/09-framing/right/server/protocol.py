# asyncio's callbacks: a buffer of its own, and one write for all that can be answered now.
import asyncio
import sys

LIMIT = 1 << 20


class Framing(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.buffer = bytearray()

    def data_received(self, data):
        self.buffer += data
        answers = bytearray()
        while len(self.buffer) >= 4:
            length = int.from_bytes(self.buffer[:4], "big")
            if length > LIMIT:
                self.transport.write(bytes(answers))
                return self.transport.close()
            if len(self.buffer) < 4 + length:
                break
            answers += self.buffer[:4] + self.buffer[4 : 4 + length].upper()
            del self.buffer[: 4 + length]
        self.transport.write(bytes(answers))


async def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(Framing, host, int(port))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    await server.serve_forever()


asyncio.run(main())
