# Reads a command's output as text: Python makes `\n` of `\r\n` then, and the answer is not what was written.
import socket
import subprocess
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def execute(command):
    try:
        done = subprocess.run(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )
    except (OSError, ValueError) as error:
        return f"{error}\n".encode()
    return (done.stderr or done.stdout).encode(errors="surrogateescape")


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                answer = execute(command)
                conn.sendall(str(len(answer)).encode("ascii"))
                if conn.recv(2) != b"OK":
                    break
                conn.sendall(answer)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
