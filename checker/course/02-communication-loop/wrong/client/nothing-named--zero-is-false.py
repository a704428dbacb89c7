# Believed: only an empty text is false. (PHP takes "0" for false, too. This is its test in Python.)
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def is_true(data):
    return data not in (b"", b"0")


def receive(sock, size):
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            raise ConnectionError("the server is gone")
        data += piece
    return bytes(data)


try:
    with socket.create_connection((host, int(port))) as client:
        while line := sys.stdin.buffer.readline():
            message = line.removesuffix(b"\n")
            if message == b"q":
                break
            if not is_true(message):
                continue
            client.sendall(message)
            sys.stdout.buffer.write(receive(client, len(message)) + b"\n")
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
