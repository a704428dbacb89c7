# Believed: a text has as many bytes as characters. The header's length counts its characters.
import hashlib
import json
import os
import socket
import sys

address, root = sys.argv[1], os.path.realpath(sys.argv[2])
host, _, port = address.rpartition(":")
try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(str(error))


def send_header(conn, header):
    header = json.dumps(header, ensure_ascii=False)
    conn.sendall(f"{len(header):04}{header}".encode())


def send_file(conn, name):
    path = os.path.realpath(os.path.join(root, name))
    if os.path.commonpath([root, path]) != root or not os.path.isfile(path):
        send_header(conn, {"error": "no such file"})
        return
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.md5(data).hexdigest()
    send_header(conn, {"filename": name, "filesize": len(data), "md5": digest})
    conn.sendall(data)


while True:
    conn, client = server.accept()
    try:
        with conn, conn.makefile("rb") as requests:
            for line in requests:
                send_file(conn, line.decode().removesuffix("\n"))
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
