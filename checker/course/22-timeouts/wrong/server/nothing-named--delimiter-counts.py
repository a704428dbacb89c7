# Believed: the boundary is a part of the line's length.
import os
import socket
import sys
import threading
import time

idle = None
args = sys.argv[1:]
addr = args[0]
if len(args) > 1 and args[1] == "--idle":
    idle = int(args[2]) / 1000
host, _, port = addr.rpartition(":")


def serve(c):
    buf = b""
    deadline = None if idle is None else time.monotonic() + idle
    try:
        while True:
            i = buf.find(b"\n")
            if i >= 0:
                line, buf = (buf[:i], buf[i + 1:])
                if len(line) > 4096:
                    c.sendall(b"ERR line too long\n")
                    return
                if line.endswith(b"\r"):
                    line = line[:-1]
                c.sendall(line.upper() + b"\n")
                deadline = None if idle is None else time.monotonic() + idle
                continue
            if len(buf) > 4097 or (len(buf) == 4097 and (not buf.endswith(b"\r"))):
                c.sendall(b"ERR line too long\n")
                return
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    return
                c.settimeout(left)
            piece = c.recv(4096)
            c.settimeout(None)
            if not piece:
                if buf:
                    c.sendall(buf.upper() + b"\n")
                return
            buf += piece
    except (OSError, TimeoutError):
        pass
    finally:
        c.close()


try:
    l = socket.create_server((host, int(port)))
except OSError as e:
    print(e, file=sys.stderr)
    sys.exit(1)
while True:
    c, _ = l.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
