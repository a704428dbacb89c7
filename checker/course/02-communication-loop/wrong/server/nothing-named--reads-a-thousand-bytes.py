# Waits until it has a thousand bytes: short messages get no answer.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(1)
except OSError as error:
    sys.exit(f"{address}: {error}")

conn, client = server.accept()
try:
    with conn, conn.makefile("rb") as file:
        while data := file.read(1000):
            data = data.upper()
            while data:
                data = data[conn.send(data):]
except OSError as error:
    print(f"{client}: {error}", file=sys.stderr)
