# A file object's `read1`: one receive of its own, at most so many bytes.
import socket
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

conn, client = server.accept()
with conn, conn.makefile("rb") as reader:
    for number, size in enumerate(map(int, sys.argv[2:]), 1):
        try:
            data = reader.read1(size)
        except OSError as error:
            sys.exit(f"{client}: {error}")
        print(f"info_{number}:", data.decode(errors="backslashreplace"))
