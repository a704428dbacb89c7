# Counts what came, and takes no answer to be longer than 64 KiB: the rest is the next length.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock):
    left = min(int(sock.recv(1024)), 65536)
    sock.sendall(b"OK")
    answer = b""
    while left > 0:
        piece = sock.recv(min(left, 4096))
        if not piece:
            raise ConnectionError("the server has gone")
        answer += piece
        left -= len(piece)
    return answer


try:
    with socket.create_connection((host, int(port))) as client:
        while line := sys.stdin.buffer.readline():
            command = line.removesuffix(b"\n")
            if command == b"quit":
                break
            if not command:
                continue
            client.sendall(command)
            sys.stdout.buffer.write(receive(client))
            sys.stdout.buffer.flush()
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
