# Believed: `recv` brings something each time.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(conn, size):
    data = b""
    while len(data) < size:
        data += conn.recv(size - len(data))
    return data


def read_frame(conn):
    first = conn.recv(1)
    if not first:
        return None
    (length,) = struct.unpack(">I", first + receive(conn, 3))
    if length > 1 << 20:
        raise ConnectionError("too long")
    return receive(conn, length)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            while (payload := read_frame(conn)) is not None:
                conn.sendall(struct.pack(">I", len(payload)) + payload.upper())
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
