# Believed: a length is never negative.
import json
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(min(size - len(data), 65536))
        if not piece:
            raise ConnectionError("the server is gone")
        data += piece
    return data


def header_of(sock):
    (length,) = struct.unpack("<i", receive(sock, 4))
    if not 0 < length < 100_000:
        raise ConnectionError("bad header length")
    header = json.loads(receive(sock, length))
    return header


try:
    with socket.create_connection((host, int(port))) as sock:
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"quit":
                break
            if not line:
                continue
            sock.sendall(line)
            header = header_of(sock)
            body = receive(sock, header["data_len"])
            sys.stdout.buffer.write(body)
            sys.stdout.buffer.flush()
            if header.get("exit_code", 0) != 0:
                print("exit", header["exit_code"], file=sys.stderr)
except OSError as error:
    sys.exit(str(error))
