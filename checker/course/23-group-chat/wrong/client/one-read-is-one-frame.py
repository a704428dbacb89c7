# Believed: each read returns one frame, or a part of one.
import json
import os
import select
import socket
import sys


def give_up(why):
    print(why, file=sys.stderr)
    sys.exit(1)


def send(message):
    payload = json.dumps(message).encode()
    conn.sendall(len(payload).to_bytes(4, "big") + payload)


def take_frame():
    global arrived
    if len(arrived) < 4:
        return
    length = int.from_bytes(arrived[:4], "big")
    if length > 1 << 20:
        give_up("the frame is too long")
    if len(arrived) < 4 + length:
        return
    payload, arrived = arrived[4:4 + length], arrived[4 + length:]
    show(json.loads(payload))


def show(news):
    if "error" in news:
        give_up(news["error"])
    if "bye" in news:
        sys.exit(0)
    if "from" in news and "say" in news:
        print(f"{news['from']}: {news['say']}", flush=True)
    elif "joined" in news:
        print(f"* {news['joined']} joined", flush=True)
    elif "left" in news:
        print(f"* {news['left']} left", flush=True)


def type_line(line):
    global is_quitting
    if line == b"q":
        is_quitting = True
        send({"quit": True})
    else:
        send({"say": line.decode()})


arrived = typed = b""
is_quitting = False
host, _, port = sys.argv[1].rpartition(":")
try:
    conn = socket.create_connection((host, int(port)))
    send({"join": sys.argv[2]})
    while True:
        ready, _, _ = select.select([conn] if is_quitting else [conn, 0], [], [])
        if conn in ready:
            piece = conn.recv(65536)
            if not piece and is_quitting and not arrived:
                sys.exit(0)
            if not piece:
                give_up("the server has gone")
            arrived += piece
            take_frame()
        if 0 in ready:
            piece = os.read(0, 65536)
            typed += piece
            while b"\n" in typed and not is_quitting:
                line, _, typed = typed.partition(b"\n")
                type_line(line)
            if not piece and not is_quitting:
                if typed:
                    type_line(typed)
                if not is_quitting:
                    type_line(b"q")
except (OSError, ValueError) as error:
    give_up(error)
