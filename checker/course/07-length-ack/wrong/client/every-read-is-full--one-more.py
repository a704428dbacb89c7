# Believed: a second receive brings all that the first one lacked.
import socket
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
    digits = sock.recv(1024)
    if not digits:
        raise ConnectionError("the server has gone")
    if not digits.isdigit():
        raise ValueError(f"{digits} is not a length")
    length = int(digits)
    sock.sendall(b"OK")
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
