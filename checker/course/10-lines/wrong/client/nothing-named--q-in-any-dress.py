# Believed: `Q` and `q ` are `q`, too.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    with socket.create_connection((host, int(port))) as sock, sock.makefile("rb") as replies:
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line.strip().lower() == b"q":
                break
            if not line:
                continue
            sock.sendall(line + b"\n")
            reply = replies.readline()
            if not reply.endswith(b"\n"):
                raise OSError("the server left")
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
