# Believed: `!` is what comes over the network.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def whole(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(min(size - len(data), 4096))
        if not piece:
            raise ConnectionError("the server has gone")
        data += piece
    return data


def receive(sock):
    (length,) = struct.unpack("!i", whole(sock, 4))
    if length < 0:
        raise ValueError("a negative length")
    return whole(sock, length)


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
