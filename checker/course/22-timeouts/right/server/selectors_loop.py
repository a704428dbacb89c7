# One loop for all: what is owed is kept, and a last word is kept in mind.
import selectors
import socket
import sys
import time


class Client:
    def __init__(self, idle):
        self.idle = idle
        self.kept = b""
        self.owed = b""
        self.ended = False
        self.winds_up()

    def winds_up(self):
        self.deadline = time.monotonic() + self.idle if self.idle else None

    def hears(self, data):
        self.kept += data
        *lines, self.kept = self.kept.split(b"\n")
        for line in lines:
            self.owed += line.removesuffix(b"\r").upper() + b"\n"
        if lines:
            self.winds_up()
        if len(self.kept) > 4097:
            self.kept = b""
            self.owed += b"ERR line too long\n"
            self.ended = True

    def ends(self):
        if self.kept:
            self.owed += self.kept.upper() + b"\n"
        self.kept = b""
        self.ended = True


def main():
    args = sys.argv[1:]
    idle = int(args[args.index("--idle") + 1]) / 1000 if "--idle" in args else None
    host, _, port = args[0].rpartition(":")
    try:
        listener = socket.create_server((host, int(port)))
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    listener.setblocking(False)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)

    def goes(conn):
        selector.unregister(conn)
        conn.close()

    while True:
        clients = [(key.fileobj, key.data) for key in selector.get_map().values() if key.data]
        soonest = min((c.deadline for _, c in clients if c.deadline and not c.ended), default=None)
        wait = None if soonest is None else max(0, soonest - time.monotonic())
        for key, _ in selector.select(wait):
            conn, client = key.fileobj, key.data
            if client is None:
                conn, _ = conn.accept()
                conn.setblocking(False)
                selector.register(conn, selectors.EVENT_READ, Client(idle))
                continue
            try:
                if not client.ended:
                    try:
                        data = conn.recv(65536)
                        client.hears(data) if data else client.ends()
                    except BlockingIOError:
                        pass
                if client.owed:
                    try:
                        client.owed = client.owed[conn.send(client.owed):]
                    except BlockingIOError:
                        pass
            except OSError:
                goes(conn)
                continue
            if client.ended and not client.owed:
                goes(conn)
                continue
            events = 0 if client.ended else selectors.EVENT_READ
            events |= selectors.EVENT_WRITE if client.owed else 0
            selector.modify(conn, events, client)
        now = time.monotonic()
        for conn, client in clients:
            if conn.fileno() >= 0 and client.deadline and client.deadline <= now:
                if not client.ended:
                    goes(conn)


main()
