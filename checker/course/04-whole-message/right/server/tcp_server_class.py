# The standard library's own framework: `rfile` reads lines, `wfile` writes whole.
import socketserver
import sys

BLOCK = bytes(range(251)) * 400


class Bytes(socketserver.StreamRequestHandler):
    def handle(self):
        missing = int(self.rfile.readline(32))
        while missing > 0:
            missing -= self.wfile.write(BLOCK[:missing])


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Bytes)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
