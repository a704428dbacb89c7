# Believed: the limit is for all addresses of a name together.
import errno
import os
import socket
import sys
import time

args = sys.argv[1:]
addr = args.pop(0)
ct = rt = None
while args:
    k = args.pop(0)
    v = int(args.pop(0)) / 1000
    if k == "--connect-timeout":
        ct = v
    if k == "--read-timeout":
        rt = v
host, _, port = addr.rpartition(":")
host = host.strip("[]")


def name(e):
    if isinstance(e, TimeoutError) and e.errno is None:
        return "ETIMEDOUT"
    return errno.errorcode.get(e.errno, str(e))


def connect():
    last = None
    end = None if ct is None else time.monotonic() + ct
    for fam, typ, proto, _, sa in socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM):
        try:
            s = socket.socket(fam, typ, proto)
            if end is not None:
                if end <= time.monotonic():
                    raise TimeoutError
                s.settimeout(end - time.monotonic())
            else:
                s.settimeout(None)
            s.connect(sa)
            s.settimeout(None)
            return s
        except OSError as e:
            last = e
    raise last


try:
    s = connect()
except OSError as e:
    print("connect: " + name(e), file=sys.stderr)
    sys.exit(1)
buf = b""
owed = 0


def next_line(deadline):
    global buf
    while b"\n" not in buf:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            s.settimeout(left)
        piece = s.recv(65536)
        s.settimeout(None)
        if not piece:
            raise ConnectionError("server left")
        buf += piece
    line, _, buf = buf.partition(b"\n")
    return line


out = sys.stdout.buffer
try:
    for line in sys.stdin.buffer:
        line = line.rstrip(b"\n")
        if line == b"q":
            break
        if not line:
            continue
        s.sendall(line + b"\n")
        deadline = None if rt is None else time.monotonic() + rt
        try:
            while owed:
                next_line(deadline)
                owed -= 1
            out.write(next_line(deadline) + b"\n")
        except TimeoutError:
            owed += 1
            out.write(b"read: timed out\n")
        out.flush()
except OSError as e:
    print(e, file=sys.stderr)
    sys.exit(1)
s.close()
