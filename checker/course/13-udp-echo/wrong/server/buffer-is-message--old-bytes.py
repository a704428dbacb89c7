# Believed: a datagram fills the buffer up to its last byte that is not zero. The bytes of a longer one stay there.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

buffer = bytearray(65507)
while True:
    _, client = server.recvfrom_into(buffer)
    server.sendto(buffer.rstrip(b"\0").upper(), client)
