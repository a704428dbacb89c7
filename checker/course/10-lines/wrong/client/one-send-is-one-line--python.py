# Believed: one `sendall` is one line.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rb") as replies:
        for line in sys.stdin.buffer:
            message = line.removesuffix(b"\n")
            if message == b"q":
                break
            if not message:
                continue
            client.sendall(message)
            reply = replies.readline()
            if not reply:
                sys.exit("the server is gone")
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
