# Believed: no data means that the server is gone.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
server = (host, int(port))

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    client.connect(server)
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        client.send(line)
        reply = client.recv(65535)
        if not reply:
            sys.exit("the server is gone")
        sys.stdout.buffer.write(reply + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
