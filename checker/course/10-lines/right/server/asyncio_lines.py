# asyncio's protocol class: bytes are handed to it as they come, on one thread for all clients.
import asyncio
import sys


class Shout(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.kept = bytearray()

    def data_received(self, data):
        self.kept += data
        while (at := self.kept.find(b"\n")) >= 0:
            line = bytes(self.kept[:at]).removesuffix(b"\r")
            if len(line) > 4096:
                break
            del self.kept[:at + 1]
            self.transport.write(line.upper() + b"\n")
        if len(self.kept) > 4097:
            self.transport.write(b"ERR line too long\n")
            self.transport.close()

    def eof_received(self):
        if self.kept:
            too_long = len(self.kept) > 4096
            self.transport.write(b"ERR line too long\n" if too_long else self.kept.upper() + b"\n")


async def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(Shout, host, int(port))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    async with server:
        await server.serve_forever()


asyncio.run(main())
