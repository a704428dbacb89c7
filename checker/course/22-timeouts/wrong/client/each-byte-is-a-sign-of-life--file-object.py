# Believed: `settimeout` bounds a whole `readline`. (And a file object refuses to read after a time-out.)
import errno
import socket
import sys


class Replies:
    def __init__(self, conn, patience):
        conn.settimeout(patience)
        self.file, self.owed = conn.makefile("rb"), 0

    def next(self):
        while True:
            try:
                line = self.file.readline()
            except TimeoutError:
                self.owed += 1
                raise
            if not line:
                raise ConnectionError("the server left")
            if not self.owed:
                return line.removesuffix(b"\n")
            self.owed -= 1


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


def main():
    conn = connect(sys.argv[1])
    replies = Replies(conn, option("--read-timeout"))
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        if line:
            conn.sendall(line + b"\n")
            try:
                sys.stdout.buffer.write(replies.next() + b"\n")
            except TimeoutError:
                sys.stdout.buffer.write(b"read: timed out\n")
            sys.stdout.buffer.flush()


try:
    main()
except OSError as error:
    sys.exit(f"{sys.argv[0]}: {error}")
