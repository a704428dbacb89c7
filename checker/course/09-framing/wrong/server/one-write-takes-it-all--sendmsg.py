# The header and the payload are sent by one `sendmsg`, and its count is ignored.
import socket
import struct
import sys

LIMIT = 1 << 20

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise EOFError(f"{len(data)} of {size} bytes, then the end")
        data += piece
    return bytes(data)


def frames(conn):
    while first := conn.recv(1):
        (length,) = struct.unpack(">I", first + exactly(conn, 3))
        if length > LIMIT:
            raise ValueError(f"{length} bytes claimed")
        yield exactly(conn, length)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            for payload in frames(conn):
                conn.sendmsg([struct.pack(">I", len(payload)), payload.upper()])
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
