# Believed: `read` brings the message that was sent.
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
            with conn.makefile("rb") as file:
                message = file.read()
            while message:
                (length,) = struct.unpack(">I", message[:4])
                if length > 1 << 20:
                    raise ValueError(f"{length} bytes claimed")
                payload = message[4 : 4 + length]
                if len(payload) < length:
                    raise EOFError("the end, inside a frame")
                conn.sendall(struct.pack(">I", length) + payload.upper())
                message = message[4 + length :]
    except (OSError, EOFError, ValueError, struct.error) as error:
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
