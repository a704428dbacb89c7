# Believed: where the stream ends, the frame ends.
import socket
import struct
import sys
import threading
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def converse(conn, client):
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
