# One thread for all clients, no call that waits but `select`; a command writes into two files.
import selectors
import socket
import subprocess
import sys
import tempfile

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
server.setblocking(False)
selector = selectors.DefaultSelector()


def execute(command):
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            subprocess.call(
                command, shell=True, stdin=subprocess.DEVNULL, stdout=output, stderr=errors
            )
        except (OSError, ValueError) as error:
            return f"{error}\n".encode()
        errors.seek(0)
        output.seek(0)
        return errors.read() or output.read()


def converse(conn):
    """Yields what it waits for, each time."""
    while True:
        yield selectors.EVENT_READ
        command = conn.recv(1024)
        if not command:
            return
        answer = execute(command)
        yield from sends(conn, str(len(answer)).encode("ascii"))
        word = b""
        while len(word) < 2:
            yield selectors.EVENT_READ
            piece = conn.recv(2 - len(word))
            if not piece:
                return
            word += piece
        if word != b"OK":
            return
        yield from sends(conn, answer)


def sends(conn, data):
    while data:
        yield selectors.EVENT_WRITE
        data = data[conn.send(data[:50_000]) :]


def goes_on(conn, conversation):
    try:
        selector.modify(conn, next(conversation), conversation)
    except (OSError, StopIteration):
        selector.unregister(conn)
        conn.close()


selector.register(server, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.data is None:
            conn, _ = server.accept()
            conn.setblocking(False)
            selector.register(conn, selectors.EVENT_READ)
            goes_on(conn, converse(conn))
        else:
            goes_on(key.fileobj, key.data)
