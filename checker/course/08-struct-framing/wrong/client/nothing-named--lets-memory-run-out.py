# Believed: a server that claims two gigabytes has them.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive_exactly(sock, size):
    data = bytearray(size)
    view = memoryview(data)
    while view:
        received = sock.recv_into(view)
        if not received:
            raise ConnectionError("the server has gone")
        view = view[received:]
    return data


def receive(sock):
    (length,) = struct.unpack("<i", receive_exactly(sock, 4))
    if length < 0:
        raise ValueError(f"{length} is no length")
    return receive_exactly(sock, length)


try:
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if command:
                client.sendall(command)
                sys.stdout.buffer.write(receive(client))
                sys.stdout.buffer.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
