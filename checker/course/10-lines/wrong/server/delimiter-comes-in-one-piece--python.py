# Believed: `\r\n` can be put right in each piece.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

TOO_LONG = b"ERR line too long\n"


def serve(conn):
    line = b""
    while piece := conn.recv(1024):
        line += piece.replace(b"\r\n", b"\n")
        *whole, line = line.split(b"\n")
        for one in whole:
            if len(one) > 4096:
                conn.sendall(TOO_LONG)
                return
            conn.sendall(one.upper() + b"\n")
        if len(line) > 4096:
            conn.sendall(TOO_LONG)
            return
    if line:
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
