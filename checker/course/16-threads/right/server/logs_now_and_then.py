# A thread of its own writes a line to standard error every 10 ms.
import socketserver
import struct
import sys
import threading
import time


def logs():
    while True:
        print("still here", file=sys.stderr, flush=True)
        time.sleep(0.01)


threading.Thread(target=logs, daemon=True).start()


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
            self.wfile.write(header + payload.upper())
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
