# Believed: a connection breaks in one way alone, by a reset.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(conn, count):
    data = b""
    while len(data) < count:
        piece = conn.recv(count - len(data))
        if not piece:
            raise EOFError("the client has gone")
        data += piece
    return data


def converse(conn):
    while True:
        header = exactly(conn, 4)
        (length,) = struct.unpack(">I", header)
        if length > 1 << 20:
            return
        conn.sendall(header + exactly(conn, length).upper())


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
while True:
    conn, client = server.accept()
    try:
        with conn:
            converse(conn)
    except (EOFError, ConnectionResetError) as error:
        print(f"{client}: {error}", file=sys.stderr)
