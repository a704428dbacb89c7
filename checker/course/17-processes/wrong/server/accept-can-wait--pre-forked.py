# Believed: as many processes as processors are enough, and each may accept.
# Luck: killed-worker-hurts-nobody: any of its processes may accept the client, and all of them listen.
import os
import signal
import socket
import struct
import sys
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


def serve(conn, client):
    try:
        with conn:
            while first := conn.recv(1):
                (length,) = struct.unpack(">I", first + exactly(conn, 3))
                if length > 1 << 20:
                    raise ValueError(f"{length} bytes claimed")
                payload = exactly(conn, length)
                conn.sendall(struct.pack(">I", length) + payload.upper())
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr, flush=True)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(3):
    if os.fork() == 0:
        break
while True:
    try:
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.02)
        continue
    serve(conn, client)
