# Believed: a text file leaves bytes as they are, but for the newline.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

TOO_LONG = b"ERR line too long\n"


def serve(conn):
    with conn.makefile("r", encoding="latin-1") as lines:
        while line := lines.readline(4098):
            line = line.removesuffix("\n").encode("latin-1")
            if len(line) > 4096:
                conn.sendall(TOO_LONG)
                return
            conn.sendall(line.upper() + b"\n")


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            serve(conn)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
