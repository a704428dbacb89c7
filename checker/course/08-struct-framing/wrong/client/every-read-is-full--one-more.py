# Believed: a second receive brings all that the first one lacked.
# Luck: a-megabyte-and-a-word: on a busy machine two receives may bring everything.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive_some(sock, size):
    piece = sock.recv(min(size, 1 << 22))
    if size and not piece:
        raise ConnectionError("the server has gone")
    return piece


def receive_exactly(sock, size):
    data = receive_some(sock, size)
    if len(data) < size:
        data += receive_some(sock, size - len(data))
    return data


def receive(sock):
    (length,) = struct.unpack("<i", sock.recv(4, socket.MSG_WAITALL))
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
except (OSError, ValueError, struct.error) as error:
    sys.exit(f"{address}: {error}")
