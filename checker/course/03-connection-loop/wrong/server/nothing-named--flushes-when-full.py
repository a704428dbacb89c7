# Believed: what is printed has been sent. The writer flushes as soon as its buffer is full, as Perl's does.
import socket
import sys

FULL = 8192


class Writer:
    def __init__(self, conn):
        self.conn, self.kept = conn, b""

    def write(self, data):
        self.kept += data
        while len(self.kept) >= FULL:
            self.conn.sendall(self.kept[:FULL])
            self.kept = self.kept[FULL:]

    def close(self):
        self.conn.sendall(self.kept)


def converse(conn):
    writer = Writer(conn)
    while data := conn.recv(4096):
        writer.write(data.upper())
    writer.close()


host, _, port = sys.argv[1].rpartition(":")
try:
    listener = socket.create_server((host, int(port)), backlog=5)
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
while True:
    conn, _ = listener.accept()
    with conn:
        try:
            converse(conn)
        except OSError as error:
            print(error, file=sys.stderr)
