# Believed: what lies there before a line is sent belongs to nobody.
import socket
import sys

address = sys.argv[1]
size = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
host, _, port = address.rpartition(":")
try:
    client = socket.create_connection((host, int(port)))
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"quit":
            break
        if not line:
            continue
        client.setblocking(False)
        try:
            while client.recv(65536):
                pass
        except BlockingIOError:
            pass
        client.setblocking(True)
        client.sendall(line)
        data = client.recv(size)
        if not data:
            sys.exit(f"{address}: the server has gone")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
