# Believed: a length of zero is the end.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def read_frame(file):
    header = file.read(4)
    if len(header) < 4:
        raise EOFError("the server left")
    (length,) = struct.unpack(">I", header)
    if length > 1 << 20:
        raise ValueError(f"{length} bytes claimed")
    if length == 0:
        sys.exit()
    payload = file.read(length)
    if len(payload) < length:
        raise EOFError("the server left inside a frame")
    return payload


try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rb") as file:
        for line in sys.stdin.buffer:
            message = line.removesuffix(b"\n")
            client.sendall(struct.pack(">I", len(message)) + message)
            sys.stdout.buffer.write(read_frame(file) + b"\n")
            sys.stdout.buffer.flush()
except (OSError, EOFError, ValueError) as error:
    sys.exit(f"{address}: {error}")
