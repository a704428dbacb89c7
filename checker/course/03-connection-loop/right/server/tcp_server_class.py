# The standard library's own framework; a handler's error is its client's affair.
import socketserver
import sys


class Shout(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data.upper())


class Server(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 5


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Shout)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
