# Believed: each line that was typed has its newline.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rb") as replies:
        for line in sys.stdin.buffer:
            if line.removesuffix(b"\n") == b"q":
                break
            if line == b"\n":
                continue
            client.sendall(line)
            reply = replies.readline()
            if not reply:
                sys.exit("the server is gone")
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
