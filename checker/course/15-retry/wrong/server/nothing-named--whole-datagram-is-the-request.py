# Believed: a request that comes again has the same payload, so the whole datagram is its key.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

counts = {}
while True:
    data, client = server.recvfrom(65535)
    if len(data) < 4:
        continue
    request = client, data
    count = counts.setdefault(request, len(counts) + 1)
    try:
        server.sendto(data[:4] + struct.pack("!I", count) + data[4:].upper(), client)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
