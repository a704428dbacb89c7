# Believed: a size is a size, be it negative.
import hashlib
import json
import os
import socket
import sys

address, name, dest = sys.argv[1:4]
host, _, port = address.rpartition(":")


def receive(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(min(size - len(data), 65536))
        if not piece:
            raise ConnectionError("the server is gone")
        data += piece
    return data


try:
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(name.encode() + b"\n")
        digits = receive(sock, 4)
        if not digits.isdigit():
            raise ConnectionError("bad header")
        header = json.loads(receive(sock, int(digits)))
        if "error" in header:
            raise ConnectionError(header["error"])
        size, filename = header["filesize"], header["filename"]
        if "/" in filename or filename in ("", ".", ".."):
            raise ConnectionError("bad file name")
        data = receive(sock, size)
    if hashlib.md5(data).hexdigest() != header["md5"]:
        raise ConnectionError("the digest does not match")
    with open(os.path.join(dest, filename), "wb") as file:
        file.write(data)
    print(name, size, "bytes md5", header["md5"])
except OSError as error:
    sys.exit(str(error))
