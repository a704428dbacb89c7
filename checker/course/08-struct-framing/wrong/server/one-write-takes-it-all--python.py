# Believed: `send` sends what it is given.
import socket
import struct
import subprocess
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(str(error))
server.listen(5)


def execute(command):
    try:
        done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, capture_output=True)
        return done.stderr or done.stdout
    except (OSError, ValueError) as error:
        return str(error).encode()


while True:
    conn, client = server.accept()
    with conn:
        try:
            while command := conn.recv(1024):
                answer = execute(command)
                conn.send(struct.pack("<i", len(answer)) + answer)
        except OSError as error:
            print(error, file=sys.stderr)
