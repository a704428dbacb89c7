# Looks at a frame (MSG_PEEK) again and again until all of it is there, and then takes it. What a client
# leaves behind that has gone stays in the socket: only the kernel can tell that no more will come. A long
# frame is received in parts: a receive queue does not hold a megabyte.
import select
import socket
import sys

LONG = 16_384
GONE = select.POLLRDHUP | select.POLLHUP | select.POLLERR


def has_come(client, count):
    there = client.recv(count, socket.MSG_PEEK)
    while len(there) < count:
        poller = select.poll()
        poller.register(client, GONE)
        if not there or poller.poll(0):
            return None
        there = client.recv(count, socket.MSG_PEEK)
    return there


def serve(client):
    while header := has_come(client, 4):
        length = int.from_bytes(header, "big")
        if length > 1 << 20:
            return
        if length <= LONG and not has_come(client, 4 + length):
            return
        frame = b""
        while len(frame) < 4 + length:
            part = client.recv(4 + length - len(frame))
            if not part:
                return
            frame += part
        client.sendall(header + frame[4:].upper())


host, _, port = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888").rpartition(":")
try:
    listener = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{host}:{port}: {error.strerror}")
while True:
    client, _ = listener.accept()
    with client:
        try:
            serve(client)
        except OSError as error:
            print(error, file=sys.stderr)
