# Believed: `recv(n)` brings n bytes.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


try:
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            message = line.removesuffix(b"\n")
            client.sendall(struct.pack(">I", len(message)) + message)
            header = client.recv(4)
            if len(header) < 4:
                sys.exit("the server left")
            (length,) = struct.unpack(">I", header)
            if length > 1 << 20:
                sys.exit("too long")
            reply = client.recv(length)
            if len(reply) < length:
                sys.exit("the server left")
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
except (OSError, EOFError) as error:
    sys.exit(f"{address}: {error}")
