# The standard library's framework. It receives 8,192 bytes of a datagram, unless it is told.
import socketserver
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


class Handler(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read().upper())


class Server(socketserver.UDPServer):
    max_packet_size = 65535


try:
    server = Server((host, int(port)), Handler)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
