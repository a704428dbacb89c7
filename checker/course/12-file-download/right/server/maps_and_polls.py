# One thread, connections that do not block, and files as memory: the kernel reads them when it must.
# Plain names only; a link may lead to another file of the folder.
import hashlib
import json
import mmap
import os
import selectors
import socket
import sys

address, root = sys.argv[1], os.path.realpath(sys.argv[2])
host, _, port = address.rpartition(":")


class Client:
    def __init__(self):
        self.asked, self.due, self.is_done = b"", [], False


def header(fields):
    text = json.dumps(fields, ensure_ascii=False).encode(errors="surrogateescape")
    return memoryview(b"%04d%s" % (len(text), text))


def mapped(path):
    with open(path, "rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def answer(asked):
    name = os.fsdecode(asked)
    try:
        path = os.path.realpath(os.path.join(root, name))
        if os.path.basename(name) != name or os.path.commonpath([root, path]) != root:
            raise PermissionError
        if not os.path.isfile(path):
            raise FileNotFoundError
        data = mapped(path)
    except (OSError, ValueError):
        return [header({"error": "no such file"})]
    digest = hashlib.md5(data).hexdigest()
    return [header({"md5": digest, "filename": name, "filesize": len(data)}), data]


def serve(conn, client, events):
    if events & selectors.EVENT_READ:
        piece = conn.recv(512)
        client.is_done = not piece
        *names, client.asked = (client.asked + piece).split(b"\n")
        for name in names:
            client.due += answer(name)
    while client.due:
        if first := client.due[0]:
            client.due[0] = first[conn.send(first[:30000]):]
            break
        del client.due[0]


def wishes(client):
    reads = 0 if client.is_done else selectors.EVENT_READ
    return reads | (selectors.EVENT_WRITE if client.due else 0)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
server.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)

while True:
    for key, events in selector.select():
        if key.fileobj is server:
            conn, _ = server.accept()
            conn.setblocking(False)
            selector.register(conn, selectors.EVENT_READ, Client())
            continue
        try:
            serve(key.fileobj, key.data, events)
        except BlockingIOError:
            pass
        except OSError:
            key.data.due, key.data.is_done = [], True
        if wishes(key.data):
            selector.modify(key.fileobj, wishes(key.data), key.data)
        else:
            selector.unregister(key.fileobj)
            key.fileobj.close()
