# Believed: a selector must not block, so it is asked with a time-out of 0.
import selectors
import socket
import struct
import sys

LIMIT = 1 << 20
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
selector = selectors.DefaultSelector()


class Client:
    def __init__(self, conn):
        self.conn = conn
        self.inbox = bytearray()
        self.outbox = bytearray()
        self.ended = False

    def go_on(self, mask):
        if mask & READ:
            data = self.conn.recv(65536)
            self.inbox += data
            self.ended = not data
        self.answer()
        self.flush()
        if self.ended and not self.outbox:
            self.leave()
        else:
            reads = READ if not self.ended and len(self.outbox) <= LIMIT else 0
            writes = WRITE if self.outbox else 0
            selector.modify(self.conn, reads | writes, self)

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
        global is_full
        selector.unregister(self.conn)
        self.conn.close()
        if is_full:
            is_full = False
            selector.register(listener, READ)


def accept():
    global is_full
    try:
        conn, _ = listener.accept()
    except BlockingIOError:
        return
    except OSError as error:
        print(f"accept: {error}", file=sys.stderr)
        is_full = True
        selector.unregister(listener)
        return
    conn.setblocking(False)
    selector.register(conn, READ, Client(conn))


is_full = False
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((host, int(port)))
    listener.listen(100)
except OSError as error:
    sys.exit(f"{address}: {error}")
listener.setblocking(False)
selector.register(listener, READ)

while True:
    for key, mask in selector.select(0):
        client = key.data
        if client is None:
            accept()
            continue
        try:
            client.go_on(mask)
        except OSError as error:
            print(f"client: {error}", file=sys.stderr)
            client.leave()
