# Waits for a full kilobyte before it looks for the newline: short replies are not printed.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    kept = b""
    with socket.create_connection((host, int(port))) as client:
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"q":
                break
            if line:
                client.sendall(line + b"\n")
                while b"\n" not in kept:
                    block = client.recv(1024, socket.MSG_WAITALL)
                    if not block:
                        raise ConnectionError("the server is gone")
                    kept += block
                reply, _, kept = kept.partition(b"\n")
                sys.stdout.buffer.write(reply + b"\n")
                sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
