# Believed: a length of zero is the end.
import json
import os
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def received(sock, size):
    piece = sock.recv(size)
    if not piece:
        raise ConnectionError("the server left")
    return piece


def exactly(sock, size):
    return b"".join(received(sock, 1) for _ in range(size))


def answer(sock):
    length = int.from_bytes(exactly(sock, 4), "little", signed=True)
    if not 0 < length <= 65536:
        raise ValueError(f"a header of {length} bytes")
    header = json.loads(exactly(sock, length))
    left = header["data_len"]
    if type(left) is not int or left < 0:
        raise ValueError(f"data_len is {left}")
    if left == 0:
        sys.exit()
    while left:
        piece = received(sock, min(left, 1000))
        left -= len(piece)
        while piece:
            piece = piece[os.write(1, piece) :]
    if header.get("exit_code", 0):
        os.write(2, b"exit %d\n" % header["exit_code"])


try:
    with socket.create_connection((host, int(port))) as sock:
        for line in iter(sys.stdin.buffer.readline, b""):
            line = line.removesuffix(b"\n")
            if line == b"quit":
                break
            if line:
                sock.sendall(line)
                answer(sock)
except (OSError, ValueError, LookupError, TypeError) as error:
    sys.exit(f"{address}: {type(error).__name__} {error}")
