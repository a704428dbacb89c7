# Believed: `input`, `send`, `recv`, and again.
import json
import socket
import sys


def frame(word):
    payload = json.dumps(word).encode()
    return len(payload).to_bytes(4, "big") + payload


def hear(file):
    length = int.from_bytes(file.read(4), "big")
    return json.loads(file.read(length))


address, name = sys.argv[1], sys.argv[2]
host, _, port = address.rpartition(":")
try:
    sock = socket.create_connection((host, int(port)))
    file = sock.makefile("rb")
    sock.sendall(frame({"join": name}))
    for line in sys.stdin:
        text = line.removesuffix("\n")
        if text == "q":
            break
        sock.sendall(frame({"say": text}))
        news = hear(file)
        if "say" in news:
            print(f"{news['from']}: {news['say']}", flush=True)
        elif "joined" in news:
            print(f"* {news['joined']} joined", flush=True)
        elif "left" in news:
            print(f"* {news['left']} left", flush=True)
    sock.sendall(frame({"quit": True}))
except (OSError, ValueError) as error:
    sys.exit(f"{address}: {error}")
