# Of a name with slashes it takes the last part, and so stays in its folder; the file is checked in
# memory, and written when it is whole.
import hashlib
import json
import os
import socket
import sys

address, name, dest = sys.argv[1:4]
host, _, port = address.rpartition(":")


def main():
    with socket.create_connection((host, int(port))) as sock, sock.makefile("rwb") as stream:
        stream.write(name.encode() + b"\n")
        stream.flush()
        digits = stream.read(4)
        if len(digits) < 4 or not digits.isdigit():
            raise ValueError("no header")
        header = json.loads(stream.read(int(digits)))
        if "error" in header:
            raise ValueError(header["error"])
        size = header["filesize"]
        if not isinstance(size, int) or size < 0:
            raise ValueError("no file size")
        data = bytearray()
        while len(data) < size:
            piece = stream.read1(min(size - len(data), 1 << 20))
            if not piece:
                raise EOFError("half a file")
            data += piece
    digest = hashlib.md5(data).hexdigest()
    if digest != header["md5"]:
        raise ValueError("damaged")
    with open(os.path.join(dest, os.path.basename(header["filename"])), "wb") as file:
        file.write(data)
    sys.stdout.write(f"{name} {len(data)} bytes md5 {digest}\n")


try:
    main()
except (OSError, ValueError, LookupError, EOFError) as error:
    sys.exit(f"{type(error).__name__}: {error}")
