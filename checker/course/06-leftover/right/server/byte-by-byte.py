# Both pipes are read byte by byte, by a thread each: slow, and it gets on.
import os
import socket
import subprocess
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")


def read(pipe, data):
    with pipe:
        while byte := os.read(pipe.fileno(), 1):
            data += byte


def execute(command):
    try:
        process = subprocess.Popen(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        output, errors = bytearray(), bytearray()
        second = threading.Thread(target=read, args=(process.stderr, errors))
        second.start()
        read(process.stdout, output)
        second.join()
        process.wait()
        return errors or output
    except (OSError, ValueError) as error:
        return str(error).encode()


while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                conn.sendall(execute(command))
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
