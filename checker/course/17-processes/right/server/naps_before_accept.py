# Accepts without blocking, and naps if no client is there: os.fork for each client.
import os
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


def serve(conn):
    while True:
        (length,) = struct.unpack(">I", exactly(conn, 4))
        if length > 1 << 20:
            return
        conn.sendall(struct.pack(">I", length) + exactly(conn, length).upper())


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


try:
    server = socket.create_server((host, int(port)), backlog=64)
except OSError as error:
    sys.exit(f"{address}: {error}")
server.setblocking(False)

while True:
    reap()
    try:
        conn, _ = server.accept()
    except OSError:
        time.sleep(0.05)
        continue
    if os.fork() == 0:
        server.close()
        conn.setblocking(True)
        try:
            serve(conn)
        except (OSError, EOFError):
            pass
        os._exit(0)
    conn.close()
