# Believed: what was printed has been shown.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

try:
    with socket.create_connection((host, int(port))) as client, client.makefile("rwb") as file:
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"q":
                break
            if line:
                file.write(line + b"\n")
                file.flush()
                reply = file.readline()
                if not reply:
                    raise ConnectionError("the server is gone")
                sys.stdout.buffer.write(reply)
except OSError as error:
    sys.exit(f"{address}: {error}")
