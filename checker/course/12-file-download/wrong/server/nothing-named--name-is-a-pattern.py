# Believed: glob finds the file that has this name.
import glob
import hashlib
import json
import os
import socket
import sys

address, root = sys.argv[1], os.path.realpath(sys.argv[2])
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")


def send_header(conn, header):
    header = json.dumps(header).encode()
    conn.sendall(str(len(header)).zfill(4).encode() + header)


def send(conn, name):
    path = os.path.realpath(os.path.join(root, name))
    if not path.startswith(root + os.sep) or not glob.glob(path):
        send_header(conn, {"error": "not found"})
        return
    digest = hashlib.md5()
    with open(path, "rb") as file:
        while chunk := file.read(65536):
            digest.update(chunk)
        header = {
            "filename": os.path.basename(path),
            "filesize": os.path.getsize(path),
            "md5": digest.hexdigest(),
        }
        send_header(conn, header)
        file.seek(0)
        for chunk in iter(lambda: file.read(1024), b""):
            conn.sendall(chunk)


while True:
    conn, client = server.accept()
    try:
        with conn:
            pending = b""
            while data := conn.recv(1024):
                pending += data
                while b"\n" in pending:
                    name, pending = pending.split(b"\n", 1)
                    send(conn, name.decode())
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
