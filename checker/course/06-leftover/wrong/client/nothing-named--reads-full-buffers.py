# Waits for 4 KiB, whatever size it was given: short answers are not printed.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock):
    data = sock.recv(4096, socket.MSG_WAITALL)
    if not data:
        raise ConnectionError("the server has gone")
    return data


try:
    with socket.create_connection((host, int(port))) as client:
        for line in iter(sys.stdin.buffer.readline, b""):
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if command:
                client.sendall(command)
                sys.stdout.buffer.write(receive(client))
                sys.stdout.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
