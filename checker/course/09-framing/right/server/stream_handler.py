# The standard library's own framework, with its buffered files; a thread for each client.
import socketserver
import struct
import sys


class Shout(socketserver.StreamRequestHandler):
    wbufsize = -1

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
            self.wfile.flush()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Shout)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
