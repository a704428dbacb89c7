# Believed: there is one connection. A new client ends the previous one.
import socket
import struct
import sys
import threading
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise EOFError("the end, inside a frame")
        data += piece
    return bytes(data)


def frames(conn):
    while first := conn.recv(1):
        (length,) = struct.unpack(">I", first + exactly(conn, 3))
        if length > 1 << 20:
            raise ValueError(f"{length} bytes claimed")
        yield exactly(conn, length)


def serve(conn, client):
    try:
        with conn:
            for payload in frames(conn):
                conn.sendall(struct.pack(">I", len(payload)) + payload.upper())
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

conn = None
while True:
    try:
        previous = conn
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.02)
        continue
    try:
        if previous:
            previous.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    try:
        threading.Thread(target=serve, args=(conn, client), daemon=True).start()
    except RuntimeError as error:
        print(f"{client}: {error}", file=sys.stderr)
        conn.close()
