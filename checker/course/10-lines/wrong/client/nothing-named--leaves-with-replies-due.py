# Believed: at the end of the input there is nothing left to do.
import os
import socket
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


def next_reply(replies):
    line = replies.readline()
    if not line.endswith(b"\n"):
        raise EOFError("the server left")
    return line.removesuffix(b"\n").removesuffix(b"\r") + b"\n"


try:
    client = socket.create_connection((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
threading.Thread(target=prints_replies, args=(client.makefile("rb"),), daemon=True).start()
try:
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        client.sendall(line + b"\n")
    client.shutdown(socket.SHUT_WR)
except OSError:
    pass
os._exit(0)
