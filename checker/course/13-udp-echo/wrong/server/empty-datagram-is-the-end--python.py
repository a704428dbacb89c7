# Believed: no data means that the other side has closed.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    data, client = server.recvfrom(65535)
    if not data:
        break
    server.sendto(data.upper(), client)
