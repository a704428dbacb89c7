# Believed: a `\r` at the end of a line always belongs to the line ending.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

TOO_LONG = b"ERR line too long\n"


def serve(conn):
    rest = b""
    while piece := conn.recv(4096):
        rest += piece
        *whole, rest = rest.split(b"\n")
        for line in whole:
            line = line.removesuffix(b"\r")
            if len(line) > 4096:
                conn.sendall(TOO_LONG)
                return
            conn.sendall(line.upper() + b"\n")
        if len(rest.removesuffix(b"\r")) > 4096:
            conn.sendall(TOO_LONG)
            return
    if rest:
        conn.sendall(rest.removesuffix(b"\r").upper() + b"\n")


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
