# Mistaken: the inner loop sends the first message again and again, and receives nothing more.
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

while True:
    conn, client = server.accept()
    try:
        with conn:
            message = conn.recv(1024)
            while message:
                conn.sendall(message.upper())
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
