# Believed: replies arrive in order, so lines need not wait for them.
import os
import queue
import socket
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
due = queue.Queue()


def prints_replies(client):
    try:
        while due.get():
            sys.stdout.buffer.write(client.recv(65535) + b"\n")
            sys.stdout.buffer.flush()
    except OSError as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect((host, int(port)))
        printer = threading.Thread(target=prints_replies, args=(client,), daemon=True)
        printer.start()
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"q":
                break
            client.send(line)
            due.put(True)
        due.put(False)
        printer.join()
except OSError as error:
    sys.exit(f"{address}: {error}")
