# Believed: at the end of the input there is nothing left to do.
import os
import socket
import struct
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def prints_replies(replies):
    try:
        while reply := next_reply(replies):
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
    except (OSError, EOFError) as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)
    os._exit(1)


def exactly(replies, size):
    data = replies.read(size)
    if len(data) < size:
        raise EOFError("the server left")
    return data


def next_reply(replies):
    (length,) = struct.unpack(">I", exactly(replies, 4))
    if length > 1 << 20:
        raise EOFError("the reply is too long")
    return exactly(replies, length) + b"\n"


try:
    client = socket.create_connection((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
threading.Thread(target=prints_replies, args=(client.makefile("rb"),), daemon=True).start()
try:
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        client.sendall(struct.pack(">I", len(line)) + line)
    client.shutdown(socket.SHUT_WR)
except OSError:
    pass
os._exit(0)
