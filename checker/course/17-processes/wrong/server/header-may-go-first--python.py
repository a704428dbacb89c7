# Believed: as soon as the header is there, it can be taken off.
import os
import signal
import socket
import struct
import sys
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def serve(conn, client):
    try:
        with conn:
            buffer = b""
            while piece := conn.recv(65536):
                buffer += piece
                while len(buffer) >= 4:
                    (length,) = struct.unpack(">I", buffer[:4])
                    buffer = buffer[4:]
                    if length > 1 << 20:
                        raise ValueError(f"{length} bytes claimed")
                    if len(buffer) < length:
                        break
                    payload, buffer = buffer[:length], buffer[length:]
                    conn.sendall(struct.pack(">I", length) + payload.upper())
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
