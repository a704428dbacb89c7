# A socket that is not connected, and a look at who sent what.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
server = (socket.gethostbyname(host), int(port))

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    while line := sys.stdin.buffer.readline():
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        client.sendto(line, server)
        sender = None
        while sender != server:
            reply, sender = client.recvfrom(65535)
        sys.stdout.buffer.write(reply + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
