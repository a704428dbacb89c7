# Believed: a payload is as long as its header says.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def read(file, size):
    data = bytearray(size)
    if file.readinto(data) < size:
        raise EOFError("the server left")
    return data


try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rb") as file:
        for line in sys.stdin.buffer:
            message = line.removesuffix(b"\n")
            client.sendall(struct.pack(">I", len(message)) + message)
            (length,) = struct.unpack(">I", read(file, 4))
            sys.stdout.buffer.write(read(file, length) + b"\n")
            sys.stdout.buffer.flush()
except (OSError, EOFError) as error:
    sys.exit(f"{address}: {error}")
