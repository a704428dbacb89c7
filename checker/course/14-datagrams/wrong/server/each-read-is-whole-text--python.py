# Believed: what was received can be decoded.
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

for number, size in enumerate(sizes, 1):
    data = server.recv(65535)
    cut = f" (cut from {len(data)} bytes)" if len(data) > size else ""
    print(f"info_{number}: {data[:size].decode()}{cut}")
