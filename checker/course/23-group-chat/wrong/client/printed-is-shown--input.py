# Believed: what was printed has been shown. (`input` flushes standard output, so it is shown late.)
import json
import os
import socket
import sys
import threading

address, name = sys.argv[1], sys.argv[2]
host, _, port = address.rpartition(":")
quitting = False


def frame(word):
    payload = json.dumps(word).encode()
    return len(payload).to_bytes(4, "big") + payload


def type_lines(sock):
    global quitting
    try:
        sys.stdin.reconfigure(errors="replace")
        while True:
            try:
                text = input()
            except EOFError:
                break
            if text == "q":
                break
            sock.sendall(frame({"say": text}))
        quitting = True
        sock.sendall(frame({"quit": True}))
    except OSError:
        pass


def hear(file):
    header = file.read(4)
    length = int.from_bytes(header, "big")
    if len(header) < 4 or length > 1 << 20:
        raise ValueError("the server has gone, or talks nonsense")
    payload = file.read(length)
    if len(payload) < length:
        raise ValueError("half a frame")
    return json.loads(payload)


def print_news(file):
    while True:
        news = hear(file)
        if "error" in news:
            raise ValueError(news["error"])
        if news.get("bye"):
            return
        if "say" in news:
            print(f"{news['from']}: {news['say']}")
        elif "joined" in news:
            print(f"* {news['joined']} joined")
        elif "left" in news:
            print(f"* {news['left']} left")


status = 0
try:
    sock = socket.create_connection((host, int(port)))
    sock.sendall(frame({"join": name}))
    threading.Thread(target=type_lines, args=(sock,), daemon=True).start()
    print_news(sock.makefile("rb"))
except (OSError, ValueError) as error:
    if not quitting:
        print(f"{address}: {error}", file=sys.stderr)
        status = 1
sys.stdout.flush()
sys.stderr.flush()
# The other thread may sit in a read of standard input, and Python would wait for its lock.
os._exit(status)
