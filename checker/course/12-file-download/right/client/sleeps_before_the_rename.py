# It pauses before it gives the file its name, as if the disk were slow.
import hashlib
import json
import os
import shutil
import socket
import sys
import tempfile
import time

address, name, dest = sys.argv[1:4]
host, _, port = address.rpartition(":")


def exactly(stream, size):
    data = stream.read(size)
    if len(data) < size:
        raise ConnectionError("the server left")
    return data


def save(stream, path, size):
    with open(path, "w+b", buffering=0) as file:
        while size:
            piece = stream.read1(min(size, 4096))
            if not piece:
                raise ConnectionError("the server left half-way")
            size -= len(piece)
            while piece:
                piece = piece[file.write(piece) :]
        file.seek(0)
        digest = hashlib.md5()
        while piece := file.read(4000):
            digest.update(piece)
    return digest.hexdigest()


def fetch(sock, stream):
    sock.sendall(os.fsencode(name) + b"\n")
    header = json.loads(exactly(stream, int(exactly(stream, 4))))
    if "error" in header:
        raise ValueError(header["error"])
    filename, size, awaited = header["filename"], header["filesize"], header["md5"]
    if not filename or "/" in filename or filename in (".", "..") or type(size) is not int or size < 0:
        raise ValueError(f"a file {filename!r} of {size} bytes")
    folder = tempfile.mkdtemp(prefix=".", dir=dest)
    try:
        path = os.path.join(folder, "unfinished")
        digest = save(stream, path, size)
        if digest != awaited:
            raise ValueError("the digest does not match")
        time.sleep(0.03)
        os.replace(path, os.path.join(dest, filename))
    finally:
        shutil.rmtree(folder)
    print(f"{name} {size} bytes md5 {digest}")


try:
    with socket.create_connection((host, int(port))) as sock, sock.makefile("rb") as stream:
        fetch(sock, stream)
except (OSError, ValueError, LookupError, TypeError) as error:
    sys.exit(f"{address}: {type(error).__name__} {error}")
