# Believed: whoever connects joins.
import json
import os
import queue
import signal
import socket
import sys
import threading
from datetime import datetime, timezone

LIMIT = 1 << 20
lock = threading.RLock()
room = {}


def frame(v):
    p = json.dumps(v).encode()
    return len(p).to_bytes(4, "big") + p


class M:

    def __init__(self, c, name):
        self.c = c
        self.name = name
        self.q = queue.Queue()
        self.waiting = 0
        self.wl = threading.Lock()
        self.t = threading.Thread(target=self.write, daemon=True)
        self.t.start()

    def put(self, f):
        with self.wl:
            if self.waiting + len(f) > 300000:
                return False
            self.waiting += len(f)
        self.q.put(f)
        return True

    def write(self):
        try:
            while (f := self.q.get()) is not None:
                self.c.sendall(f)
                with self.wl:
                    self.waiting -= len(f)
            self.c.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def tell(v):
    f = frame(v)
    lost = [m for m in list(room.values()) if not m.put(f)]
    for m in lost:
        leave(m)
        try:
            m.c.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def leave(m):
    with lock:
        if room.get(m.name) is m:
            del room[m.name]
            tell({"left": m.name})


def exactly(c, n, eof=False):
    b = b""
    while len(b) < n:
        p = c.recv(n - len(b))
        if not p:
            raise ValueError("end")
        b += p
    return b


def hear(c):
    n = int.from_bytes(exactly(c, 4), "big")
    if n > LIMIT:
        raise ValueError("too long")
    v = json.loads(exactly(c, n))
    if not isinstance(v, dict):
        raise ValueError("no object")
    return v


def handshake(c):
    v = hear(c)
    name = v.get("join")
    with lock:
        if not isinstance(name, str) or not name or name in room or (len(name.encode()) > 64):
            c.sendall(frame({"error": "no"}))
            return None
        m = M(c, name)
        room[name] = m
        tell({"joined": name})
        return m


def serve(c):
    m = None
    try:
        m = handshake(c)
        if m is None:
            return
        talk(c, m)
    except (OSError, ValueError, RecursionError) as e:
        if m is None:
            os._exit(1)
    finally:
        if m:
            leave(m)
            m.q.put(None)
            m.t.join()
        c.close()


def talk(c, m):
    while True:
        v = hear(c)
        if "say" not in v:
            return
        t = v["say"]
        if not isinstance(t, str) or len(t.encode()) > 4096:
            return
        with lock:
            if room.get(m.name) is not m:
                return
            tell({"from": m.name, "at": datetime.now(timezone.utc).isoformat(), "say": t})


def bye(*_):
    threading.Thread(target=closes).start()


def closes():
    with lock:
        tell({"bye": True})
        all = list(room.values())
        room.clear()
        for m in all:
            m.q.put(None)
    for m in all:
        m.t.join(0.3)
    os._exit(0)


host, _, port = sys.argv[1].rpartition(":")
try:
    l = socket.create_server((host, int(port)), backlog=128)
except OSError as e:
    print(e, file=sys.stderr)
    sys.exit(1)
signal.signal(signal.SIGTERM, bye)
while True:
    c, _ = l.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
