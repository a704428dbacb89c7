# Believed: select(2) waits for any descriptor that the limit allows.
import json
import resource
import selectors
import signal
import socket
import sys
from datetime import datetime, timezone

MOST = 512 << 10

selector = selectors.SelectSelector()
clients = []


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.name = None
        self.heard = b""
        self.due = bytearray()
        self.is_over = False
        sock.setblocking(False)
        selector.register(sock, selectors.EVENT_READ, self)

    def flush(self):
        try:
            while self.due:
                del self.due[: self.sock.send(self.due)]
        except BlockingIOError:
            pass
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.due else 0)
        selector.modify(self.sock, events, self)

    def turn(self):
        has_ended = False
        try:
            while piece := self.sock.recv(65536):
                self.heard += piece
            has_ended = True
        except BlockingIOError:
            pass
        except OSError:
            has_ended = True
        while not self.is_over and len(self.heard) >= 4:
            length = int.from_bytes(self.heard[:4], "big")
            if length > 1 << 20:
                self.is_over = True
                break
            if len(self.heard) < 4 + length:
                break
            payload, self.heard = self.heard[4 : 4 + length], self.heard[4 + length :]
            try:
                self.said(json.loads(payload))
            except (ValueError, AttributeError, RecursionError):
                self.is_over = True
            except OSError as error:
                print(error, file=sys.stderr)
        self.is_over |= has_ended

    def said(self, said):
        if self.name is None:
            name = said.get("join")
            if not isinstance(name, str) or not name or name in [one.name for one in clients]:
                self.due += frame({"error": "choose another name"})
                self.flush()
                self.is_over = True
                return
            self.name = name
            tell({"joined": name})
            return
        text = said.get("say")
        if not isinstance(text, str) or len(text.encode()) > 4096:
            self.is_over = True
            return
        tell({"from": self.name, "at": datetime.now(timezone.utc).isoformat(), "say": text})


def frame(news):
    payload = json.dumps(news).encode()
    return len(payload).to_bytes(4, "big") + payload


def tell(news):
    data = frame(news)
    for client in clients:
        if client.name is None:
            continue
        client.due += data
        try:
            client.flush()
        except OSError:
            client.is_over = True
        if len(client.due) > MOST:
            client.is_over = True


def clear_up():
    while gone := next((client for client in clients if client.is_over), None):
        clients.remove(gone)
        selector.unregister(gone.sock)
        gone.sock.close()
        if gone.name is not None:
            tell({"left": gone.name})


_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    listener = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
selector.register(listener, selectors.EVENT_READ)
wake, alarm = socket.socketpair()
alarm.setblocking(False)
signal.set_wakeup_fd(alarm.fileno())
signal.signal(signal.SIGTERM, lambda *_: None)
selector.register(wake, selectors.EVENT_READ)
while True:
    for key, events in selector.select():
        if key.fileobj is listener:
            clients.append(Client(listener.accept()[0]))
        elif key.fileobj is wake:
            tell({"bye": True})
            for client in clients:
                try:
                    client.sock.shutdown(1)
                except OSError:
                    pass
            sys.exit(0)
        else:
            client = key.data
            try:
                client.flush()
            except OSError:
                client.is_over = True
            client.turn()
    clear_up()
