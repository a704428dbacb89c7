# Waits until it has a thousand bytes: short replies are not printed.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock, size):
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(1000, socket.MSG_WAITALL)
        if not piece:
            raise ConnectionError("the server is gone")
        data += piece
    return bytes(data)


try:
    with socket.create_connection((host, int(port))) as client:
        # An iterator over the raw lines would be fine, too; this one reads ahead of nobody.
        while line := sys.stdin.buffer.readline():
            message = line.removesuffix(b"\n")
            if message == b"q":
                break
            if not message:
                continue
            client.sendall(message)
            sys.stdout.buffer.write(receive(client, len(message)) + b"\n")
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
