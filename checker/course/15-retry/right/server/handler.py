# The standard library's framework, a thread for each datagram.
import socketserver
import struct
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


class Handler(socketserver.BaseRequestHandler):
    counts = {}
    lock = threading.Lock()

    def handle(self):
        data, sock = self.request
        if len(data) < 4:
            return
        with self.lock:
            key = (self.client_address, data[:4])
            count = self.counts.setdefault(key, len(self.counts) + 1)
        sock.sendto(data[:4] + struct.pack(">I", count) + data[4:].upper(), self.client_address)


class Server(socketserver.ThreadingUDPServer):
    max_packet_size = 65535
    daemon_threads = True


try:
    server = Server((host, int(port)), Handler)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
