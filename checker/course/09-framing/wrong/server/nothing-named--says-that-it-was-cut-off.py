# Answers a frame that is cut off with an error in words.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def take(buffer):
    """The first frame's payload and what is behind it. No payload if the frame is not whole yet."""
    if len(buffer) < 4:
        return None, buffer
    (length,) = struct.unpack(">I", buffer[:4])
    if length > 1 << 20:
        raise ConnectionError(f"{length} bytes claimed")
    if len(buffer) < 4 + length:
        return None, buffer
    return buffer[4 : 4 + length], buffer[4 + length :]


def frame(payload):
    return struct.pack(">I", len(payload)) + payload


def converse(conn):
    buffer = b""
    while piece := conn.recv(65536):
        buffer += piece
        while True:
            payload, buffer = take(buffer)
            if payload is None:
                break
            conn.sendall(frame(payload.upper()))
    if buffer:
        conn.sendall(frame(b"error: the frame was cut off"))


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            converse(conn)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
