# The count that `splice` returns is ignored: what stayed in the pipe comes late, and its end never.
import fcntl
import os
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


def serve(conn):
    with conn, conn.makefile("rb") as reader:
        count = int(reader.readline())
        message = (bytes(range(251)) * (count // 251 + 1))[:count]
        source, sink = os.pipe()
        fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, 1 << 20)
        try:
            for start in range(0, count, 1 << 16):
                piece = message[start:start + (1 << 16)]
                os.write(sink, piece)
                os.splice(source, conn.fileno(), len(piece))
        finally:
            os.close(source)
            os.close(sink)


while True:
    conn, client = server.accept()
    try:
        serve(conn)
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
