# Believed: `recv` brings a frame.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def read_frame(conn):
    frame = conn.recv(1 << 21)
    if not frame:
        return None
    if len(frame) < 4:
        raise ConnectionError("half a header")
    (length,) = struct.unpack(">I", frame[:4])
    if length > len(frame) - 4:
        raise ConnectionError("half a frame")
    return frame[4:4 + length]


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
