# Believed: the client to listen to is the one that came last. The others are watched again only when it has left.
import select
import socket
import struct
import sys

LIMIT = 1 << 20

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    listener = socket.create_server((host, int(port)), backlog=100)
except OSError as error:
    sys.exit(f"{address}: {error}")
listener.setblocking(False)
inboxes = {}


def go_on(conn):
    data = conn.recv(65536)
    if not data:
        raise ConnectionError("the client has left")
    inbox = inboxes[conn]
    inbox += data
    while len(inbox) >= 4:
        (length,) = struct.unpack_from(">I", inbox)
        if length > LIMIT:
            raise ConnectionError("the frame is too long")
        if len(inbox) < 4 + length:
            break
        conn.sendall(inbox[:4] + inbox[4:4 + length].upper())
        del inbox[:4 + length]


while True:
    newest = list(inboxes)[-1:]
    ready, _, _ = select.select([listener] + newest, [], [])
    if listener in ready:
        try:
            conn, _ = listener.accept()
            inboxes[conn] = bytearray()
        except OSError as error:
            print(f"accept: {error}", file=sys.stderr)
        continue
    for conn in ready:
        try:
            go_on(conn)
        except OSError as error:
            print(f"client: {error}", file=sys.stderr)
            del inboxes[conn]
            conn.close()
