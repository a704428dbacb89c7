# Believed: as soon as the header is there, it can be taken off.
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
