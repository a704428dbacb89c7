# Believed: a long reply is better sent in parts.
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

replies = {}
while True:
    data, client = server.recvfrom(65535)
    if len(data) < 4:
        continue
    request = client, data[:4]
    if request not in replies:
        replies[request] = data[:4] + struct.pack("!I", len(replies) + 1) + data[4:].upper()
    try:
        for at in range(0, len(replies[request]), 1024):
            server.sendto(replies[request][at:at + 1024], client)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
