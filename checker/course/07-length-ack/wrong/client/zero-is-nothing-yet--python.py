# Believed: an empty receive means that nothing has come yet.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(sock):
    length = int(sock.recv(1024))
    sock.sendall(b"OK")
    answer = b""
    while len(answer) < length:
        answer += sock.recv(1024)
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
