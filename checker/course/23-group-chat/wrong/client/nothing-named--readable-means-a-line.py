# Believed: where there is something to read, there is a line, or a frame.
import json
import os
import select
import socket
import sys

address, name = sys.argv[1], sys.argv[2]
host, _, port = address.rpartition(":")


def frame(word):
    payload = json.dumps(word).encode()
    return len(payload).to_bytes(4, "big") + payload


def exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise ValueError("the server has gone")
        data += piece
    return data


def hear(sock):
    length = int.from_bytes(exactly(sock, 4), "big")
    if length > 1 << 20:
        raise ValueError("too long a frame")
    return json.loads(exactly(sock, length))


def print_news(news):
    if "error" in news:
        raise ValueError(news["error"])
    if "say" in news:
        print(f"{news['from']}: {news['say']}", flush=True)
    elif "joined" in news:
        print(f"* {news['joined']} joined", flush=True)
    elif "left" in news:
        print(f"* {news['left']} left", flush=True)


def say_a_line(sock, stdin):
    """A line is read to its end, and said; whether it was not the last."""
    line = stdin.readline()
    if line in (b"", b"q\n"):
        sock.sendall(frame({"quit": True}))
        return False
    text = line.removesuffix(b"\n").decode(errors="replace")
    sock.sendall(frame({"say": text}))
    return True


def chat(sock):
    # Without a buffer: what it had read ahead, `select` would not know of.
    stdin = open(0, "rb", buffering=0)
    sources = [sock, stdin]
    try:
        while True:
            ready, _, _ = select.select(sources, [], [])
            if sock in ready:
                news = hear(sock)
                print_news(news)
                if news.get("bye"):
                    return
            if stdin in ready and not say_a_line(sock, stdin):
                sources.remove(stdin)
    except (OSError, ValueError):
        if stdin in sources:
            raise


try:
    conn = socket.create_connection((host, int(port)))
    conn.sendall(frame({"join": name}))
    chat(conn)
except (OSError, ValueError) as error:
    print(f"{address}: {error}", file=sys.stderr)
    sys.stderr.flush()
    os._exit(1)
