# Believed: once a client is connected, receiving and sending always work.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(str(error))
server.listen(1)

conn, client = server.accept()
message = conn.recv(1024)
conn.sendall(message.upper())
conn.close()
