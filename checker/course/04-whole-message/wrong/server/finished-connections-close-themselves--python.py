# Believed: a connection that is over closes itself.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")

clients = []
while True:
    conn, client = server.accept()
    clients.append(conn)
    try:
        with conn.makefile("rb") as reader:
            count = int(reader.readline())
            message = (bytes(range(251)) * (count // 251 + 1))[:count]
            conn.sendall(message)
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
