# Waits for a full kilobyte: short lines get no answer.
import socket
import sys

LONGEST = 4096

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def serve(conn):
    kept = b""
    while piece := conn.recv(1024, socket.MSG_WAITALL):
        kept += piece
        *lines, kept = kept.split(b"\n")
        answers = b""
        for line in lines:
            line = line.removesuffix(b"\r")
            if len(line) > LONGEST:
                kept = line
                break
            answers += line.upper() + b"\n"
        too_long = len(kept) > LONGEST + kept.endswith(b"\r")
        conn.sendall(answers + b"ERR line too long\n" * too_long)
        if too_long:
            return
    if kept:
        conn.sendall(kept.upper() + b"\n")


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            serve(conn)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
