# The standard library's own framework, which waits for its children when the next client comes, or
# twice a second. What it leaves to us is the listening socket that each child inherits.
import socketserver
import struct
import sys


class Shout(socketserver.StreamRequestHandler):
    def setup(self):
        self.server.socket.close()
        super().setup()

    def handle(self):
        while header := self.rfile.read(4):
            (length,) = struct.unpack("!L", header)
            if length > 1024 * 1024:
                raise ValueError("a frame that is too long")
            payload = self.rfile.read(length)
            if len(payload) < length:
                raise EOFError("a frame that is cut off")
            self.wfile.write(header)
            self.wfile.write(payload.upper())


class Server(socketserver.ForkingTCPServer):
    allow_reuse_address = True


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Shout)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
