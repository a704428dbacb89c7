# Says good-bye in order: it ends its own stream first, and throws away what has come, so that no
# reset overtakes its last answer. Header and payload go out byte by byte where they are short.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
LIMIT = 1 << 20


def receive(conn, count):
    data = bytearray(count)
    view = memoryview(data)
    have = 0
    while have < count:
        came = conn.recv_into(view[have:], min(count - have, 3000))
        if came == 0:
            break
        have += came
    return bytes(data[:have])


def converse(conn):
    while True:
        header = receive(conn, 4)
        length = int.from_bytes(header, "big")
        if len(header) < 4 or length > LIMIT:
            break
        payload = receive(conn, length)
        if len(payload) < length:
            break
        frame = header + payload.upper()
        size = 1 if len(frame) < 100 else len(frame)
        for start in range(0, len(frame), size):
            conn.sendall(frame[start : start + size])
    conn.shutdown(socket.SHUT_WR)
    conn.setblocking(False)
    while conn.recv(4096):
        pass


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
while True:
    conn, client = server.accept()
    with conn:
        try:
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            converse(conn)
        except OSError as error:
            print(f"{client}: {error}", file=sys.stderr)
