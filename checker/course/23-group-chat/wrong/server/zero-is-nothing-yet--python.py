# Believed: a read of zero bytes means that nothing has come yet.
# Luck: reset-in-a-broadcast: of its reader and its writer only the first is told of the reset.
import json
import os
import queue
import signal
import socketserver
import sys
import threading
from datetime import datetime, timezone

lock = threading.Lock()
members = {}


class Member:
    def __init__(self, sock):
        self.sock = sock
        self.queue = queue.Queue(maxsize=200)
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def finish(self):
        try:
            self.queue.put_nowait(None)
        except queue.Full:
            self.sock.shutdown(2)

    def write(self):
        try:
            while (data := self.queue.get()) is not None:
                self.sock.sendall(data)
            self.sock.shutdown(1)
        except OSError:
            pass


def frame(news):
    payload = json.dumps(news, ensure_ascii=False).encode()
    return len(payload).to_bytes(4, "big") + payload


def tell(news):
    data = frame(news)
    lost = []
    for name, member in members.items():
        try:
            member.queue.put_nowait(data)
        except queue.Full:
            lost.append(name)
    for name in lost:
        member = members.pop(name)
        try:
            member.sock.shutdown(2)
        except OSError:
            pass
        tell({"left": name})


class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def exactly(self, length):
        data = b""
        while len(data) < length:
            data += self.request.recv(length - len(data))
        return data

    def hear(self):
        length = int.from_bytes(self.exactly(4), "big")
        if length > 1 << 20:
            raise ValueError("no frame")
        said = json.loads(self.exactly(length))
        if not isinstance(said, dict):
            raise ValueError("no object")
        return said

    def handle(self):
        member = None
        try:
            first = self.hear()
            if first is None:
                return
            name = first.get("join")
            with lock:
                if not isinstance(name, str) or not name or name in members:
                    self.wfile.write(frame({"error": "choose another name"}))
                    return
                member = members[name] = Member(self.request)
                tell({"joined": name})
            while (said := self.hear()) is not None:
                text = said.get("say")
                if not isinstance(text, str) or len(text.encode()) > 4096:
                    break
                at = datetime.now(timezone.utc).isoformat(timespec="seconds")
                with lock:
                    tell({"from": name, "at": at, "say": text})
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)
        finally:
            if member is not None:
                with lock:
                    if members.get(name) is member:
                        del members[name]
                        tell({"left": name})
                member.finish()
                member.thread.join()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def say_goodbye(*_):
    threading.Thread(target=close).start()


def close():
    with lock:
        tell({"bye": True})
        everybody = list(members.values())
    for member in everybody:
        member.finish()
        member.thread.join(timeout=0.2)
    os._exit(0)


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
signal.signal(signal.SIGTERM, say_goodbye)
try:
    server = Server((host, int(port)), Handler)
except OSError as error:
    sys.exit(f"{address}: {error}")
server.serve_forever()
