# Believed: only an empty text is false. (PHP takes "0" for false, too. This is its test in Python.)
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def is_true(data):
    return data not in (b"", b"0")


def receive(sock):
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
    data = sock.recv(size)
    if not data:
        raise ConnectionError("the server has gone")
    return data


try:
    with socket.create_connection((host, int(port))) as client:
        for line in iter(sys.stdin.buffer.readline, b""):
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if is_true(command):
                client.sendall(command)
                sys.stdout.buffer.write(receive(client))
                sys.stdout.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
