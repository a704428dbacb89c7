# Believed: a line need not wait for the reply to the line before it.
import os
import socket
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
replies = threading.Semaphore(0)


def print_replies():
    try:
        while True:
            sys.stdout.buffer.write(client.recv(65535) + b"\n")
            sys.stdout.buffer.flush()
            replies.release()
    except OSError as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


try:
    client.connect((host, int(port)))
    threading.Thread(target=print_replies, daemon=True).start()
    sent = 0
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        client.send(line)
        sent += 1
    for _ in range(sent):
        replies.acquire()
except OSError as error:
    sys.exit(f"{address}: {error}")
