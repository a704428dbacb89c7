# Believed: a length of zero is the end.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(stream, size):
    data = stream.read(size)
    if len(data) < size:
        raise ConnectionError("the server has gone")
    return data


try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rb") as stream:
        for line in sys.stdin.buffer:
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if not command:
                continue
            client.sendall(command)
            (length,) = struct.unpack("<i", receive(stream, 4))
            if not 0 <= length <= 1 << 24:
                raise ValueError(f"the server claims {length} bytes")
            if length == 0:
                break
            sys.stdout.buffer.write(receive(stream, length))
            sys.stdout.buffer.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
