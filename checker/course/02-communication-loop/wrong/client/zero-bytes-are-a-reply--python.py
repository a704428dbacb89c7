# Believed: what recv returns is the reply, whatever it is.

import socket
import sys

host, _, port = sys.argv[1].rpartition(":")
client = socket.create_connection((host, int(port)))
for line in sys.stdin.buffer:
    line = line.removesuffix(b"\n")
    if line == b"q":
        break
    if not line:
        continue
    client.sendall(line)
    reply = client.recv(len(line))
    while reply and len(reply) < len(line):
        more = client.recv(len(line) - len(reply))
        if not more:
            break
        reply += more
    sys.stdout.buffer.write(reply + b"\n")
    sys.stdout.buffer.flush()
