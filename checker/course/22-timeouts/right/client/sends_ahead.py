# Sends lines without waiting for their replies, and ends when all have come.
import errno
import os
import queue
import select
import socket
import sys
import threading
import time


class Replies:
    def __init__(self, conn, patience):
        self.conn, self.patience = conn, patience
        self.kept, self.owed = b"", 0

    def next(self):
        deadline = time.monotonic() + self.patience if self.patience else None
        while True:
            while b"\n" in self.kept:
                line, self.kept = self.kept.split(b"\n", 1)
                if not self.owed:
                    return line
                self.owed -= 1
            try:
                self.receive(deadline)
            except TimeoutError:
                self.owed += 1
                return b"read: timed out"

    def receive(self, deadline):
        if deadline:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if not select.select([self.conn], [], [], left)[0]:
                raise TimeoutError
        data = self.conn.recv(4096)
        if not data:
            raise ConnectionError("the server left")
        self.kept += data


def option(name):
    return int(sys.argv[sys.argv.index(name) + 1]) / 1000 if name in sys.argv else None


def connect(text):
    host, _, port = text.rpartition(":")
    try:
        conn = socket.create_connection((host, int(port)), option("--connect-timeout"))
    except TimeoutError:
        sys.exit("connect: ETIMEDOUT")
    except OSError as error:
        sys.exit(f"connect: {errno.errorcode.get(error.errno, error)}")
    conn.settimeout(None)
    return conn


def sends(conn, due):
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        if line:
            try:
                conn.sendall(line + b"\n")
            except OSError:
                pass
            due.put(True)
    due.put(False)


def main():
    conn = connect(sys.argv[1])
    due = queue.Queue()
    threading.Thread(target=sends, args=(conn, due), daemon=True).start()
    replies = Replies(conn, option("--read-timeout"))
    while due.get():
        sys.stdout.buffer.write(replies.next() + b"\n")
        sys.stdout.buffer.flush()


try:
    main()
except OSError as error:
    print(f"{sys.argv[0]}: {error}", file=sys.stderr, flush=True)
    # The other thread may wait for input, which would keep Python from ending in good order.
    os._exit(1)
