# Answers eight frames on each connection, and no more.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise ConnectionError("the client has gone")
        data += piece
    return data


def converse(conn):
    for _ in range(8):
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
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
