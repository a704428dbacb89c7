# Believed: SO_REUSEADDR works only together with SO_REUSEPORT. A second copy starts without an error.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
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
