# Python's own way of a thread for each client, with lesson 09's frames. The accept queue is as long
# as Rust's: by default, socketserver's holds five.
import socketserver
import sys


class Shout(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        while header := self.rfile.read(4):
            payload = self.rfile.read(int.from_bytes(header, "big"))
            self.wfile.write(header + payload.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


host, _, port = sys.argv[1].rpartition(":")
with Server((host, int(port)), Shout) as server:
    server.serve_forever()
