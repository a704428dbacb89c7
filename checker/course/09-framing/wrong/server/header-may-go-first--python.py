# Believed: as soon as the header is there, it can be taken out of the buffer.
import socket
import struct
import sys

LIMIT = 1 << 20

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def next_frame(buffer):
    if len(buffer) < 4:
        return None
    (length,) = struct.unpack(">I", buffer[:4])
    if length > LIMIT:
        raise ValueError(f"{length} bytes claimed")
    del buffer[:4]
    if len(buffer) < length:
        return None
    payload = bytes(buffer[:length])
    del buffer[:length]
    return payload


def frames(conn):
    buffer = bytearray()
    while data := conn.recv(65536):
        buffer += data
        while (payload := next_frame(buffer)) is not None:
            yield payload
    if buffer:
        raise EOFError("the end, inside a frame")


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            for payload in frames(conn):
                conn.sendall(struct.pack(">I", len(payload)))
                conn.sendall(payload.upper())
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
