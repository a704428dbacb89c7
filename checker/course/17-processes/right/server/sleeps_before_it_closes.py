# Both processes pause before they close the connection, and the worker before it ends. A handler reaps.
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
            time.sleep(0.03)
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr, flush=True)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")



def reap(*_):
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


signal.signal(signal.SIGCHLD, reap)
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
            time.sleep(0.03)
            os._exit(0)
        time.sleep(0.02)
    conn.close()
