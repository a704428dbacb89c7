# Believed: what comes is the reply, whoever sent it.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
server = (host, int(port))

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        client.sendto(line, server)
        reply, _ = client.recvfrom(65535)
        sys.stdout.buffer.write(reply + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
