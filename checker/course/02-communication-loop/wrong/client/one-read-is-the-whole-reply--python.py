# Believed: one receive brings the whole reply.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    client = socket.create_connection((host, int(port)))
    for line in sys.stdin.buffer:
        message = line.removesuffix(b"\n")
        if message == b"q":
            break
        if not message:
            continue
        client.sendall(message)
        reply = client.recv(1024)
        if not reply:
            sys.exit("the server is gone")
        sys.stdout.buffer.write(reply + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(str(error))
client.close()
