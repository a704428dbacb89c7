# Believed: what was sent in part is best sent again from the beginning.
import os
import signal
import socket
import struct
import sys
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def send_whole(conn, data):
    while conn.send(data) < len(data):
        pass


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
                send_whole(conn, struct.pack(">I", length) + payload.upper())
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr, flush=True)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    try:
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.02)
        continue
    try:
        child = os.fork()
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
    else:
        if child == 0:
            server.close()
            serve(conn, client)
            os._exit(0)
    conn.close()
