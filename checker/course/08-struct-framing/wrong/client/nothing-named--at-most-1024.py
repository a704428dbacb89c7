# Counts what came, and takes no answer to be longer than its buffer: the rest is the next header.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise ConnectionError("the server has gone")
        data += piece
    return data


def receive(sock):
    (length,) = struct.unpack("<i", exactly(sock, 4))
    if length < 0:
        raise ValueError("a negative length")
    return exactly(sock, min(length, 1024))


try:
    with socket.create_connection((host, int(port))) as client:
        while line := sys.stdin.buffer.readline():
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if not command:
                continue
            client.sendall(command)
            sys.stdout.buffer.write(receive(client))
            sys.stdout.buffer.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
