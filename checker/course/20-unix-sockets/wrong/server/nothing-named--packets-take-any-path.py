# Believed: over packets the path is free.
import argparse, os, signal, socket, stat, struct, sys
LIMIT = 1 << 20
MOST = 65_536
parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", default="stream")
arguments = parser.parse_args()
path = arguments.path
pk = arguments.kind == "seqpacket"
kind = socket.SOCK_SEQPACKET if pk else socket.SOCK_STREAM
def exactly(conn,n):
    b=b""
    while len(b)<n:
        d=conn.recv(n-len(b))
        if not d:
            if b: raise ValueError("cut off")
            return None
        b+=d
    return b
def frames(conn):
    while (header := exactly(conn,4)) is not None:
        (length,) = struct.unpack(">I", header)
        if length > LIMIT:
            raise ValueError(f"{length} bytes claimed")
        payload = exactly(conn,length)
        if payload is None: raise ValueError("cut off")
        conn.sendall(header + payload.upper())
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
    try:
        now = os.lstat(path)
        if (now.st_dev, now.st_ino) == mine:
            os.unlink(path)
    except FileNotFoundError: pass
    os._exit(0)
server = socket.socket(socket.AF_UNIX, kind)
try:
    if pk:
        try: os.unlink(path)
        except FileNotFoundError: pass
    else: make_room()
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
            (packets if pk else frames)(conn)
        except (OSError, ValueError, struct.error) as error:
            print(f"client: {error}", file=sys.stderr)
