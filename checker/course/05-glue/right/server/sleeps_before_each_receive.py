# It pauses before each receive, as if it had something else to do.
import socket
import sys
import time

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(1)
except OSError as error:
    sys.exit(f"{address}: {error}")

conn, client = server.accept()
try:
    with conn:
        for number, size in enumerate(sizes, 1):
            time.sleep(0.03)
            data = conn.recv(size)
            print(f"info_{number}:", data.decode("utf-8", errors="backslashreplace"))
except OSError as error:
    print(f"{client}: {error}", file=sys.stderr)
