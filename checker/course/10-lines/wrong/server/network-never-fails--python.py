# Believed: a client that is connected stays so until it says good-bye.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

TOO_LONG = b"ERR line too long\n"


def without_delimiter(line):
    if line.endswith(b"\n"):
        line = line[:-1].removesuffix(b"\r")
    return line


def serve(conn):
    with conn, conn.makefile("rb") as lines:
        while line := lines.readline(4098):
            line = without_delimiter(line)
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
    serve(conn)
