# Believed: what was sent in part is best sent again from the beginning.
import socket
import sys

LONGEST = 4096

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def send_whole(conn, data):
    while conn.send(data) < len(data):
        pass


def serve(conn):
    kept = b""
    while piece := conn.recv(3000):
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
        send_whole(conn, answers + b"ERR line too long\n" * too_long)
        if too_long:
            return
    if kept:
        send_whole(conn, kept.upper() + b"\n")


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
