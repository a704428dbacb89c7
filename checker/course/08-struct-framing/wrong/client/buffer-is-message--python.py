# Believed: the buffer is the message that was read into it.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive_exactly(sock, size):
    buffer, filled = bytearray(max(size, 4096)), 0
    while filled < size:
        count = sock.recv_into(memoryview(buffer)[filled:size])
        if not count:
            raise ConnectionError("the server has gone")
        filled += count
    return buffer


def receive(sock):
    (length,) = struct.unpack("<i", receive_exactly(sock, 4)[:4])
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
