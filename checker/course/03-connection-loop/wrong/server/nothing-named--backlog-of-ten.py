# Believed: a backlog is a minimum, and more does no harm.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(10)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            while data := conn.recv(1024):
                conn.sendall(data.upper())
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
