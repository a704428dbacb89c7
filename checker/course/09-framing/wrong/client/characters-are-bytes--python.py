# Believed: a text is as long as `len` says.
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
            message = line.decode().removesuffix("\n")
            client.sendall(struct.pack(">I", len(message)) + message.encode())
            (length,) = struct.unpack(">I", receive(client, 4))
            if length > 1 << 20:
                sys.exit("too long")
            sys.stdout.buffer.write(receive(client, length) + b"\n")
            sys.stdout.buffer.flush()
except (OSError, EOFError) as error:
    sys.exit(f"{address}: {error}")
