# Believed: a thousand remembered requests may be forgotten at once when there is no more room.
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
count = 0
while True:
    data, client = server.recvfrom(65535)
    if len(data) < 4:
        continue
    request = client, data[:4]
    if request not in replies:
        if len(replies) == 1000:
            replies.clear()
        count += 1
        replies[request] = data[:4] + struct.pack("!I", count) + data[4:].upper()
    try:
        server.sendto(replies[request], client)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
