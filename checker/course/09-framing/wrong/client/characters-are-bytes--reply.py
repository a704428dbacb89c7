# Believed: `read(n)` on a text file reads n bytes.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(conn, size):
    data = b""
    while len(data) < size:
        piece = conn.recv(min(size - len(data), 65536))
        if not piece:
            raise EOFError("the server left")
        data += piece
    return data


try:
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            message = line.removesuffix(b"\n")
            client.sendall(struct.pack(">I", len(message)) + message)
            (length,) = struct.unpack(">I", receive(client, 4))
            if length > 1 << 20:
                sys.exit("too long")
            reply = client.makefile("r", encoding="utf-8", buffering=1, newline="").read(length)
            if len(reply) < length:
                sys.exit("the server left")
            sys.stdout.buffer.write(reply.encode() + b"\n")
            sys.stdout.buffer.flush()
except (OSError, EOFError) as error:
    sys.exit(f"{address}: {error}")
