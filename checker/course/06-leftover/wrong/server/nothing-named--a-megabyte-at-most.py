# Believed: no command prints more than a megabyte, so the rest can be cut off.
import socket
import subprocess
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")


def execute(command):
    try:
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, capture_output=True
        )
    except (OSError, ValueError) as error:
        return f"{error}\n".encode()
    return (done.stderr or done.stdout)[: 1 << 20]


while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                answer = execute(command)
                conn.sendall(answer)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
