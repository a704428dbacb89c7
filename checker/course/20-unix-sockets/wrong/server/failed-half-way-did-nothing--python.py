# Believed: what was sent in part is best sent again from the beginning.
# after it (PEP 475), unless it ends the process.
import argparse
import os
import signal
import socket
import stat
import struct
import sys

LIMIT = 1 << 20
MOST = 65_536

parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", default="stream")
arguments = parser.parse_args()
path = arguments.path
kind = socket.SOCK_SEQPACKET if arguments.kind == "seqpacket" else socket.SOCK_STREAM


def send_whole(conn, data):
    while conn.send(data) < len(data):
        pass


def frames(conn):
    with conn.makefile("rb") as file:
        while header := file.read(4):
            (length,) = struct.unpack(">I", header)
            if length > LIMIT:
                raise ValueError(f"{length} bytes claimed")
            payload = file.read(length)
            if len(payload) < length:
                raise ValueError("cut off")
            send_whole(conn, header + payload.upper())


def packets(conn):
    while packet := conn.recv(MOST + 1):
        if len(packet) > MOST:
            raise ValueError("too long")
        conn.send(packet.upper())


def make_room():
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        sys.exit(f"{path}: no socket")
    with socket.socket(socket.AF_UNIX, kind) as visitor:
        try:
            visitor.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        except OSError:
            pass
    sys.exit(f"{path}: in use")


def end(*_):
    now = os.lstat(path)
    if (now.st_dev, now.st_ino) == mine:
        os.unlink(path)
    os._exit(0)


server = socket.socket(socket.AF_UNIX, kind)
try:
    make_room()
    server.bind(path)
    os.chmod(path, 0o600)
    found = os.lstat(path)
    mine = (found.st_dev, found.st_ino)
    signal.signal(signal.SIGTERM, end)
    server.listen()
except OSError as error:
    sys.exit(f"{path}: {error}")

while True:
    conn, client = server.accept()
    with conn:
        credentials = conn.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid, uid, gid = struct.unpack("3i", credentials)
        print(f"client: uid {uid}", file=sys.stderr)
        try:
            (packets if kind == socket.SOCK_SEQPACKET else frames)(conn)
        except (OSError, ValueError, struct.error) as error:
            print(f"client: {error}", file=sys.stderr)
