# Plain sockets; errors are reported by an exception that is not caught.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((host, int(port)))
server.listen(1)

conn, client = server.accept()
try:
    with conn:
        while data := conn.recv(7):
            data = data.upper()
            while data:
                data = data[conn.send(data):]
except OSError as error:
    print(f"{client}: {error}", file=sys.stderr)
