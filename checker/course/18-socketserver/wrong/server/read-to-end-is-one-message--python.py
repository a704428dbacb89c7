# Believed: `rfile.read()` returns what the client has sent so far.
import signal
import socketserver
import sys
import threading


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        while lines := self.rfile.read():
            for line in lines.removesuffix(b"\n").split(b"\n"):
                line = line.removesuffix(b"\r")
                if len(line) > 4096:
                    self.wfile.write(b"ERR line too long\n")
                    return
                self.wfile.write(line.upper() + b"\n")


class Datagram(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read().upper())


class TCP(socketserver.TCPServer):
    allow_reuse_address = True


class ThreadingTCP(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


class ForkingTCP(socketserver.ForkingTCPServer):
    allow_reuse_address = True


class UDP(socketserver.UDPServer):
    max_packet_size = 65536


class ThreadingUDP(socketserver.ThreadingUDPServer):
    max_packet_size = 65536


KINDS = {
    "tcp": (TCP, Lines),
    "threading-tcp": (ThreadingTCP, Lines),
    "forking-tcp": (ForkingTCP, Lines),
    "udp": (UDP, Datagram),
    "threading-udp": (ThreadingUDP, Datagram),
}

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
kind = sys.argv[3] if len(sys.argv) > 3 else "tcp"
host, _, port = address.rpartition(":")
try:
    Server, Handler = KINDS[kind]
    server = Server((host, int(port)), Handler)
except (KeyError, OSError) as error:
    sys.exit(f"{address}: {error}")

stop = threading.Thread(target=server.shutdown)
signal.signal(signal.SIGTERM, lambda *_: stop.start())
with server:
    server.serve_forever()
