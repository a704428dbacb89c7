# Believed: a port is free as soon as its server is gone.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(str(error))
server.listen(5)

while True:
    conn, client = server.accept()
    try:
        with conn:
            while data := conn.recv(1024):
                conn.sendall(data.upper())
    except OSError as error:
        print(error, file=sys.stderr)
