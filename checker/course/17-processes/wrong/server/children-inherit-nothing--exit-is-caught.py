# Believed: `sys.exit` ends the child. It raises an exception, and the loop catches it: the child goes on to accept.
# Luck: no-zombies: any of its processes may accept the client.
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


def bury():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    try:
        conn, client = server.accept()
        bury()
        if os.fork() == 0:
            serve(conn, client)
            sys.exit()
        conn.close()
    except (OSError, SystemExit) as error:
        print(error, file=sys.stderr)
        time.sleep(0.02)
