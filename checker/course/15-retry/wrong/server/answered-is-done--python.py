# Believed: a client that asks again has not listened.
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

known = set()
while True:
    data, client = server.recvfrom(65535)
    if len(data) < 4 or (client, data[:4]) in known:
        continue
    known.add((client, data[:4]))
    reply = data[:4] + struct.pack(">I", len(known)) + data[4:].upper()
    try:
        server.sendto(reply, client)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
