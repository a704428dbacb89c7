# Believed: a buffer of 1024 bytes keeps its last one for a zero.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

message = sys.stdin.buffer.readline().removesuffix(b"\n")
try:
    with socket.create_connection((host, int(port))) as client:
        client.sendall(message)
        reply = client.recv(1023)
except OSError as error:
    sys.exit(f"{address}: {error}")
if not reply:
    sys.exit(f"{address}: no reply")
sys.stdout.buffer.write(reply + b"\n")
sys.stdout.buffer.flush()
