# Believed: a string of digits is a whole number, too.
import json
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock, size):
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(min(size - len(data), 4096))
        if not piece:
            raise ConnectionError("the server is gone")
        data += piece
    return bytes(data)


def answer(sock):
    (length,) = struct.unpack("<i", receive(sock, 4))
    if not 0 < length <= 1 << 20:
        raise ValueError(f"a header of {length} bytes")
    header = json.loads(receive(sock, length))
    size = header["data_len"]
    if isinstance(size, str) and size.isdigit():
        size = int(size)
    if type(size) is not int or size < 0:
        raise ValueError(f"data_len is {size}")
    return header, receive(sock, size)


try:
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if not command:
                continue
            client.sendall(command)
            header, body = answer(client)
            sys.stdout.buffer.write(body)
            sys.stdout.buffer.flush()
            if header.get("exit_code", 0):
                print(f"exit {header['exit_code']}", file=sys.stderr)
except KeyError as error:
    sys.exit(f"{address}: the header lacks {error}")
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
