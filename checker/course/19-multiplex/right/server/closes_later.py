# asyncio protocols: it sends the end at once, and closes the connection 30 ms later.
import asyncio
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
LARGEST = 1 << 20


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.heard = transport, bytearray()
        self.has_ended, self.is_full = False, False
        transport.set_write_buffer_limits(1 << 19)

    def data_received(self, data):
        self.heard += data
        self.answer()

    def eof_received(self):
        self.has_ended = True
        self.answer()
        return True

    def pause_writing(self):
        self.is_full = True
        self.transport.pause_reading()

    def resume_writing(self):
        self.is_full = False
        self.answer()
        if not self.is_full and not self.has_ended and not self.transport.is_closing():
            self.transport.resume_reading()

    def answer(self):
        while len(self.heard) >= 4 and not self.is_full and not self.transport.is_closing():
            end = 4 + int.from_bytes(self.heard[:4], "big")
            if end > 4 + LARGEST:
                return self.transport.close()
            if len(self.heard) < end:
                break
            self.transport.write(self.heard[:4] + self.heard[4:end].upper())
            del self.heard[:end]
        if self.has_ended and not self.is_full and not self.transport.is_closing():
            self.transport.write_eof()
            asyncio.get_running_loop().call_later(0.03, self.transport.close)


async def main():
    server = await asyncio.get_running_loop().create_server(Client, host, int(port))
    await server.serve_forever()


try:
    asyncio.run(main())
except OSError as error:
    sys.exit(f"{address}: {error}")
