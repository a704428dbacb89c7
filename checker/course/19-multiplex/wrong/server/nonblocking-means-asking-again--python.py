# Believed: non-blocking sockets need no selector, only a loop.
import socket
import struct
import sys

LIMIT = 1 << 20

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
clients = []


class Client:
    def __init__(self, conn):
        self.conn = conn
        self.inbox = bytearray()
        self.outbox = bytearray()
        self.ended = False

    def go_on(self):
        if not self.ended and len(self.outbox) <= LIMIT:
            try:
                data = self.conn.recv(65536)
                self.inbox += data
                self.ended = not data
            except BlockingIOError:
                pass
        self.answer()
        self.flush()
        if self.ended and not self.outbox:
            self.leave()

    def answer(self):
        while len(self.inbox) >= 4:
            (length,) = struct.unpack_from(">I", self.inbox)
            if length > LIMIT:
                raise ConnectionError("the frame is too long")
            if len(self.inbox) < 4 + length:
                break
            self.outbox += self.inbox[:4] + self.inbox[4:4 + length].upper()
            del self.inbox[:4 + length]

    def flush(self):
        try:
            while self.outbox:
                del self.outbox[:self.conn.send(self.outbox)]
        except BlockingIOError:
            pass

    def leave(self):
        clients.remove(self)
        self.conn.close()


def accept():
    try:
        conn, _ = listener.accept()
    except BlockingIOError:
        return
    except OSError:
        return
    conn.setblocking(False)
    clients.append(Client(conn))


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((host, int(port)))
    listener.listen(100)
except OSError as error:
    sys.exit(f"{address}: {error}")
listener.setblocking(False)

while True:
    accept()
    for client in list(clients):
        try:
            client.go_on()
        except OSError as error:
            print(f"client: {error}", file=sys.stderr)
            client.leave()
