# Believed: a `\r` before the newline is a part of the line's end.
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
    (length,) = struct.unpack(">I", exactly(sock, 4))
    if length > 1 << 20:
        raise ValueError("too long")
    return exactly(sock, length)


try:
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            message = line.rstrip(b"\r\n")
            client.sendall(struct.pack(">I", len(message)) + message)
            reply = receive(client)
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
