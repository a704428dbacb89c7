# Believed: `Q` and `q ` are `q`, too.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect((host, int(port)))
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line.strip().lower() == b"q":
                break
            client.send(line)
            sys.stdout.buffer.write(client.recv(65535) + b"\n")
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
