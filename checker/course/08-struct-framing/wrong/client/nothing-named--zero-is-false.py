# Believed: only an empty text is false. (PHP takes "0" for false, too. This is its test in Python.)
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def is_true(data):
    return data not in (b"", b"0")


def receive_exactly(sock, size):
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(min(size - len(data), 65536))
        if not is_true(piece):
            raise ConnectionError("the server has gone")
        data += piece
    return bytes(data)


def receive(sock):
    (length,) = struct.unpack("<i", receive_exactly(sock, 4))
    if length < 0:
        raise ValueError(f"{length} is no length")
    return receive_exactly(sock, length)


try:
    with socket.create_connection((host, int(port))) as client:
        for line in iter(sys.stdin.buffer.readline, b""):
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if command:
                client.sendall(command)
                sys.stdout.buffer.write(receive(client) + b"\n")
                sys.stdout.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
