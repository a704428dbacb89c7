# Looks at a frame until all of it is there (MSG_PEEK with MSG_WAITALL), and then takes it. A long one is
# received in parts: a receive queue does not hold a megabyte.
import socket
import sys

LONG = 16_384
PEEK = socket.MSG_PEEK | socket.MSG_WAITALL


def serve(client):
    while True:
        header = client.recv(4, PEEK)
        if len(header) < 4:
            return
        length = int.from_bytes(header, "big")
        if length > 1 << 20:
            return
        if length <= LONG:
            if len(client.recv(4 + length, PEEK)) < 4 + length:
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
