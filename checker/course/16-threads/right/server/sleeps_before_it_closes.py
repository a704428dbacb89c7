# Each thread pauses before it closes its connection.
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
            raise EOFError(f"{len(data)} of {size} bytes, then the end")
        data += piece
    return bytes(data)


def converse(conn, client):
    try:
        with conn:
            while first := conn.recv(1):
                (length,) = struct.unpack(">I", first + exactly(conn, 3))
                if length > 1 << 20:
                    raise ValueError(f"{length} bytes claimed")
                payload = exactly(conn, length)
                conn.sendall(struct.pack(">I", length) + payload.upper())
            time.sleep(0.02)
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    try:
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.05)
        continue
    try:
        threading.Thread(target=converse, args=(conn, client), daemon=True).start()
    except RuntimeError as error:
        print(f"{client}: {error}", file=sys.stderr)
        conn.close()
