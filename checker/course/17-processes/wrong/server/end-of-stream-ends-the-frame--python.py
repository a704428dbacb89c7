# Believed: where the stream ends, the frame ends.
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
            file = conn.makefile("rb")
            while header := file.read(4):
                (length,) = struct.unpack(">I", header)
                if length > 1 << 20:
                    raise ValueError(f"{length} bytes claimed")
                payload = file.read(length)
                conn.sendall(struct.pack(">I", len(payload)) + payload.upper())
    except (OSError, ValueError, struct.error) as error:
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
