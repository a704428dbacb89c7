# Believed: what was printed has been seen.
import os
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            sys.exit("the server is gone")
        data += piece
    return data


out = os.fdopen(1, "wb")
try:
    client = socket.create_connection((host, int(port)))
    for line in sys.stdin.buffer:
        message = line.removesuffix(b"\n")
        if message == b"q":
            break
        if not message:
            continue
        client.sendall(message)
        out.write(receive(client, len(message)) + b"\n")
except OSError as error:
    sys.exit(str(error))
client.close()
