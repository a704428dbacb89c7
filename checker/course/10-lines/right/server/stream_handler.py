# The standard library's own framework and its buffered files; `readline` with a limit.
import socketserver
import sys


class Shout(socketserver.StreamRequestHandler):
    def handle(self):
        while line := self.rfile.readline(4096 + 2):
            if line.endswith(b"\n"):
                line = line[:-1].removesuffix(b"\r")
            if len(line) > 4096:
                self.wfile.write(b"ERR line too long\n")
                break
            self.wfile.write(line.upper() + b"\n")


class Server(socketserver.TCPServer):
    allow_reuse_address = True


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Shout)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
