# Believed: q is for any length.

import socket
import struct
import sys

host, _, port = sys.argv[1].rpartition(":")
client = socket.create_connection((host, int(port)))
stream = client.makefile("rb")
for line in sys.stdin.buffer:
    line = line.removesuffix(b"\n")
    if line == b"q":
        break
    client.sendall(struct.pack(">q", len(line)) + line)
    header = stream.read(8)
    if len(header) < 8:
        sys.exit("the server left")
    (length,) = struct.unpack(">q", header)
    reply = stream.read(length)
    if len(reply) < length:
        sys.exit("the server left")
    sys.stdout.buffer.write(reply + b"\n")
    sys.stdout.buffer.flush()
