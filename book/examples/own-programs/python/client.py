# Lesson 02 in Python: the client.
import socket
import sys

address = sys.argv[1]
host, _, port = address.rpartition(":")


def receive(conn, size):
    """Receives exactly `size` bytes."""
    data = b""
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise ConnectionError("the server left before its reply was complete")
        data += piece
    return data


def converse(conn):
    # Bytes, not text: the lines need not be UTF-8.
    for line in sys.stdin.buffer:
        message = line.removesuffix(b"\n")
        if message == b"q":
            break
        if message:
            conn.sendall(message)
            sys.stdout.buffer.write(receive(conn, len(message)) + b"\n")
            # The checker reads this output through a socket and needs each reply now.
            sys.stdout.buffer.flush()


try:
    with socket.create_connection((host, int(port))) as conn:
        converse(conn)
except OSError as error:
    sys.exit(f"{address}: {error}")
