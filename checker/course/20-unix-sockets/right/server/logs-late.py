# It logs a client before it serves it, but not at once: as if it asked a slow directory for the user first.
import errno
import os
import signal
import socket
import stat
import struct
import sys
import time

LIMIT = 1 << 20
MOST = 65_536

arguments = sys.argv[1:]
kind = "stream"
if "--kind" in arguments:
    at = arguments.index("--kind")
    kind = arguments[at + 1]
    del arguments[at:at + 2]
path = arguments[0] if arguments else "unix-sockets.sock"
kind = socket.SOCK_STREAM if kind == "stream" else socket.SOCK_SEQPACKET


def bind(server):
    try:
        server.bind(path)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise
        with socket.socket(socket.AF_UNIX, kind) as visitor:
            if visitor.connect_ex(path) != errno.ECONNREFUSED:
                raise
        os.unlink(path)
        server.bind(path)


def frames(conn):
    with conn.makefile("rb") as file:
        while len(header := file.read(4)) == 4:
            length = int.from_bytes(header, "big")
            if length > LIMIT:
                raise ValueError("too long")
            payload = file.read(length)
            if len(payload) < length:
                raise ValueError("cut off")
            conn.sendall(header + payload.upper())


def packets(conn):
    while packet := conn.recv(MOST + 1):
        if len(packet) > MOST:
            raise ValueError("too long")
        conn.send(packet.upper())


def serve(conn):
    uid = struct.unpack("3i", conn.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1]
    time.sleep(0.03)
    print(f"uid {uid}", file=sys.stderr)
    try:
        (packets if kind == socket.SOCK_SEQPACKET else frames)(conn)
    except (OSError, ValueError) as error:
        print(f"client: {error}", file=sys.stderr)


def end(*_):
    if os.path.lexists(path) and os.path.samestat(mine, os.lstat(path)):
        os.unlink(path)
    os._exit(0)


server = socket.socket(socket.AF_UNIX, kind)
try:
    bind(server)
    os.chmod(path, 0o600)
    mine = os.lstat(path)
    server.listen()
except OSError as error:
    sys.exit(f"{path}: {error}")
signal.signal(signal.SIGTERM, end)

while True:
    conn, _ = server.accept()
    with conn:
        serve(conn)
