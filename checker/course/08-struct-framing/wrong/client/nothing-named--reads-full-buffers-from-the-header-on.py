# Waits for 4 KiB of header and answer together, however short the answer is.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive_block(sock):
    block = sock.recv(4096, socket.MSG_WAITALL)
    if not block:
        raise ConnectionError("the server has gone")
    return bytearray(block)


def receive(sock):
    data = receive_block(sock)
    (length,) = struct.unpack("<i", data[:4])
    if length < 0:
        raise ValueError(f"{length} is no length")
    while len(data) < 4 + length:
        data += receive_block(sock)
    return bytes(data[4 : 4 + length])


try:
    with socket.create_connection((host, int(port))) as client:
        for line in iter(sys.stdin.buffer.readline, b""):
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if command:
                client.sendall(command)
                sys.stdout.buffer.write(receive(client) + b"\n")
                sys.stdout.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
