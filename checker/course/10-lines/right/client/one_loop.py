# One loop over standard input and the connection, which does not block: it takes in as many lines as
# there are, and sends the next one when the reply to the last has come.
import os
import select
import socket
import sys
from collections import deque

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def talk(sock):
    sock.setblocking(False)
    typed, lines, is_done = b"", deque(), False
    out, reply, waits = b"", b"", False
    while True:
        while not waits and lines:
            line = lines.popleft()
            if line == b"q":
                return
            if line:
                out, waits = line + b"\n", True
        if is_done and not waits:
            return
        readers = [sock] * waits + [0] * (not is_done)
        ready, room, _ = select.select(readers, [sock] if out else [], [])
        if room:
            out = out[sock.send(out[:100]) :]
        if 0 in ready:
            piece = os.read(0, 65536)
            is_done = not piece
            *whole, typed = (typed + piece).split(b"\n")
            lines += whole
            if is_done:
                lines.append(typed)
        if sock in ready:
            piece = sock.recv(13)
            if not piece:
                raise ConnectionError("the server left")
            reply += piece
            if reply.endswith(b"\n"):
                while reply:
                    reply = reply[os.write(1, reply) :]
                waits = False


try:
    with socket.create_connection((host, int(port))) as sock:
        talk(sock)
except OSError as error:
    sys.exit(f"{address}: {error}")
