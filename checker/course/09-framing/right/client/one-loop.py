# One `select` for the keyboard and the socket; the next line is asked when the reply is out.
import os
import select
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
KEYBOARD = 0
typed, came, due, ended = b"", b"", False, False


def next_line():
    global typed
    if b"\n" in typed:
        line, _, typed = typed.partition(b"\n")
        return line
    line, typed = (typed, b"") if ended and typed else (None, typed)
    return line


try:
    sock = socket.create_connection((host, int(port)))
    while True:
        if not due and (line := next_line()) is not None:
            sock.sendall(struct.pack(">I", len(line)) + line)
            due = True
        if ended and not due:
            break
        ready, _, _ = select.select([sock] if ended else [sock, KEYBOARD], [], [])
        if KEYBOARD in ready:
            data = os.read(KEYBOARD, 10)
            typed += data
            ended = not data
        if sock in ready:
            data = sock.recv(5000)
            if not data:
                raise ConnectionError("the server has gone")
            came += data
        if len(came) < 4:
            continue
        (length,) = struct.unpack(">I", came[:4])
        if length > 1 << 20:
            raise ValueError("too long")
        if len(came) >= 4 + length:
            sys.stdout.buffer.write(came[4 : 4 + length] + b"\n")
            sys.stdout.buffer.flush()
            came, due = came[4 + length :], False
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
