# Keeps its answers until nothing is left in its buffer: half a frame there holds up the answer to a
# whole one.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def converse(conn):
    buffer, answers = b"", b""
    while piece := conn.recv(65536):
        buffer += piece
        while len(buffer) >= 4:
            (length,) = struct.unpack(">I", buffer[:4])
            if length > 1 << 20:
                return
            if len(buffer) < 4 + length:
                break
            answers += buffer[:4] + buffer[4 : 4 + length].upper()
            buffer = buffer[4 + length :]
        if not buffer:
            conn.sendall(answers)
            answers = b""


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
