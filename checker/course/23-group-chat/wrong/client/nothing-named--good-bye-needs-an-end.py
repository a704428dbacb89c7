# Believed: a good-bye counts when the stream has ended.
import json
import os
import select
import socket
import sys


def frame(v):
    p = json.dumps(v).encode()
    return len(p).to_bytes(4, "big") + p


def die(why):
    print(why, file=sys.stderr, flush=True)
    os._exit(1)


host, _, port = sys.argv[1].rpartition(":")
name = sys.argv[2]
try:
    s = socket.create_connection((host, int(port)))
    s.sendall(frame({"join": name}))
except OSError as e:
    die(e)
typed = b""
heard = b""
has_quit = False
src = [s, 0]
out = sys.stdout


def said(line):
    s.sendall(frame({"say": line.decode(errors="replace")}))


def quit():
    global has_quit
    has_quit = True
    src.remove(0)
    try:
        s.sendall(frame({"quit": True}))
    except OSError:
        pass


def news(p):
    global has_quit
    try:
        v = json.loads(p)
    except ValueError as e:
        die(e)
    if not isinstance(v, dict):
        return
    if "error" in v:
        die(v["error"])
    if v.get("bye"):
        has_quit = True
        return
    if "from" in v and "say" in v:
        print(f"{v['from']}: {v['say']}", flush=True)
    elif "joined" in v:
        print(f"* {v['joined']} joined", flush=True)
    elif "left" in v:
        print(f"* {v['left']} left", flush=True)


while True:
    r, _, _ = select.select(src, [], [])
    if s in r:
        try:
            p = s.recv(65536)
        except OSError as e:
            if has_quit:
                sys.exit(0)
            die(e)
        if not p:
            if has_quit:
                sys.exit(0)
            die("server gone")
        heard += p
        while len(heard) >= 4:
            n = int.from_bytes(heard[:4], "big")
            if n > 1 << 20:
                die("too long")
            if len(heard) < 4 + n:
                break
            f, heard = (heard[4:4 + n], heard[4 + n:])
            news(f)
    if 0 in r and (not has_quit):
        p = os.read(0, 65536)
        if not p:
            if typed and typed != b"q":
                said(typed)
            quit()
            continue
        typed += p
        while b"\n" in typed and (not has_quit):
            line, _, typed = typed.partition(b"\n")
            if line == b"q":
                quit()
            else:
                said(line)
