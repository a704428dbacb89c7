# A non-blocking socket without `select`.
import socket
import sys


def read_line(conn):
    line = b""
    while not line.endswith(b"\n"):
        try:
            piece = conn.recv(100)
        except BlockingIOError:
            continue
        if not piece:
            raise OSError("the server left")
        line += piece
    return line


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    with socket.create_connection((host.strip("[]"), int(port))) as conn:
        conn.setblocking(False)
        line = read_line(conn)
except OSError as error:
    sys.exit(f"{address}: {error}")
sys.stdout.buffer.write(line)
sys.stdout.flush()
