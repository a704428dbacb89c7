# Believed: each `makefile` begins where the last one was left.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def read_frame(conn):
    file = conn.makefile("rb")
    header = file.read(4)
    if not header:
        return None
    if len(header) < 4:
        raise ConnectionError("half a header")
    (length,) = struct.unpack(">I", header)
    if length > 1 << 20:
        raise ConnectionError("too long")
    payload = file.read(length)
    if len(payload) < length:
        raise ConnectionError("half a payload")
    return payload


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
