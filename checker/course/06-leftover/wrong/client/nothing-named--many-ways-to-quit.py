# Believed: whoever types `exit` means `quit`.
import socket
import sys

address = sys.argv[1]
size = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
host, _, port = address.rpartition(":")
try:
    client = socket.create_connection((host, int(port)))
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line.lower() in (b"quit", b"exit", b"q"):
            break
        if not line:
            continue
        client.sendall(line)
        data = client.recv(size)
        if not data:
            sys.exit(f"{address}: the server has gone")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
