# Two threads for each client, a small stack for each, and an accept queue for two (`listen(1)`).
import queue
import socket
import struct
import sys
import threading
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise EOFError(f"{len(data)} of {size} bytes, then the end")
        data += piece
    return bytes(data)


def answer(conn, answers):
    while (payload := answers.get()) is not None:
        try:
            conn.sendall(struct.pack(">I", len(payload)) + payload)
        except OSError:
            pass  # the one who reads hears of it, too
    conn.close()


def converse(conn, client):
    answers = queue.Queue(4)
    try:
        threading.Thread(target=answer, args=(conn, answers), daemon=True).start()
    except RuntimeError as error:
        print(f"{client}: {error}", file=sys.stderr)
        conn.close()
        return
    try:
        while first := conn.recv(1):
            (length,) = struct.unpack(">I", first + exactly(conn, 3))
            if length > 1 << 20:
                raise ValueError(f"{length} bytes claimed")
            answers.put(exactly(conn, length).upper())
    except (OSError, EOFError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
    answers.put(None)


threading.stack_size(256 << 10)
try:
    server = socket.create_server((host, int(port)), backlog=1)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    try:
        conn, client = server.accept()
    except OSError as error:
        print(error, file=sys.stderr)
        time.sleep(0.05)
        continue
    try:
        threading.Thread(target=converse, args=(conn, client), daemon=True).start()
    except RuntimeError as error:
        print(f"{client}: {error}", file=sys.stderr)
        conn.close()
