# Lesson 02 in Python: the server.
import socket
import sys

address = sys.argv[1]
host, _, port = address.rpartition(":")


def converse(conn):
    # `recv` returns no bytes when the client is done.
    while data := conn.recv(1024):
        conn.sendall(data.upper())


try:
    server = socket.create_server((host, int(port)))
    conn, peer = server.accept()
except OSError as error:
    sys.exit(f"{address}: {error}")
try:
    with conn:
        converse(conn)
except OSError as error:
    # A reset is one more way for a client to leave.
    print(f"{peer}: {error}", file=sys.stderr)
