# socketserver, in Python's own idiom: a threading server with an address family and a socket type of
# its own, and `recvmsg` to see whether a packet was cut.
import argparse
import os
import signal
import socket
import socketserver
import stat
import struct
import sys
import threading

LIMIT = 1 << 20
MOST = 65_536


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        credentials = self.request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        print("client: uid %d" % struct.unpack("3i", credentials)[1], file=sys.stderr, flush=True)
        try:
            if self.server.socket_type == socket.SOCK_SEQPACKET:
                self.packets()
            else:
                self.frames()
        except (OSError, EOFError, ValueError) as error:
            print(f"client: {error}", file=sys.stderr)

    def receive_exactly(self, length):
        data = bytearray()
        while len(data) < length:
            piece = self.request.recv(length - len(data))
            if not piece:
                raise EOFError(f"{length - len(data)} bytes are missing")
            data += piece
        return bytes(data)

    def frames(self):
        while first := self.request.recv(1):
            (length,) = struct.unpack(">I", first + self.receive_exactly(3))
            if length > LIMIT:
                raise ValueError(f"{length} bytes claimed")
            payload = self.receive_exactly(length)
            self.request.sendmsg([struct.pack(">I", length)])
            self.request.sendall(payload.upper())

    def packets(self):
        while True:
            packet, _, flags, _ = self.request.recvmsg(MOST)
            if flags & socket.MSG_TRUNC:
                raise ValueError("a packet that is too long")
            if not packet:
                return
            self.request.sendall(packet.upper())


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, path, kind):
        self.socket_type = kind
        super().__init__(path, Handler)

    def server_bind(self):
        if os.path.lexists(self.server_address):
            self.make_room()
        before = os.umask(0o177)
        super().server_bind()
        os.umask(before)

    def make_room(self):
        if not stat.S_ISSOCK(os.lstat(self.server_address).st_mode):
            raise FileExistsError("there is no socket")
        with socket.socket(socket.AF_UNIX, self.socket_type) as visitor:
            if (code := visitor.connect_ex(self.server_address)) == 0:
                raise OSError("somebody listens there")
            if os.strerror(code) != os.strerror(111):
                raise OSError(code, os.strerror(code))
        os.unlink(self.server_address)

    def handle_error(self, request, client_address):
        print(f"client: {sys.exc_info()[1]}", file=sys.stderr)


parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", choices=["stream", "seqpacket"], default="stream")
arguments = parser.parse_args()
kind = socket.SOCK_SEQPACKET if arguments.kind == "seqpacket" else socket.SOCK_STREAM

# `shutdown` must be called from another thread than `serve_forever`'s, and a handler runs on this one.
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
try:
    server = Server(arguments.path, kind)
    mine = os.lstat(arguments.path)
except OSError as error:
    sys.exit(f"{arguments.path}: {error}")
server.serve_forever(poll_interval=0.02)
try:
    if os.path.samestat(mine, os.lstat(arguments.path)):
        os.unlink(arguments.path)
except FileNotFoundError:
    pass
