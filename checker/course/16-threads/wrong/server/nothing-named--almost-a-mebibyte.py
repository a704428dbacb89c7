# Believed: what is as long as the limit is too long.
import socket
import struct
import sys
import threading
import time

LIMIT = 1 << 20

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise EOFError("end inside a frame")
        data += piece
    return bytes(data)


def converse(conn, client):
    try:
        with conn:
            while first := conn.recv(1):
                (length,) = struct.unpack(">I", first + exactly(conn, 3))
                if length >= LIMIT:
                    raise ValueError("too long")
                payload = exactly(conn, length)
                answer = payload.upper()
                conn.sendall(struct.pack(">I", len(answer)) + answer)
    except (OSError, EOFError, ValueError) as error:
        print(client, error, file=sys.stderr)


try:
    server = socket.create_server((host, int(port)), backlog=64)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    try:
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.02)
        continue
    try:
        threading.Thread(target=converse, args=(conn, client), daemon=True).start()
    except RuntimeError as error:
        print(client, error, file=sys.stderr)
        conn.close()
