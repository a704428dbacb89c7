# Believed: an empty line is nothing to be sent, as in lesson 02.
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
        if line:
            client.send(line)
            reply = client.recv(65535)
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
