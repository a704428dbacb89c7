# Sends lines without waiting for their replies, and ends when all have come.
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
        while length := due.get():
            reply = client.recv(length, socket.MSG_WAITALL)
            if len(reply) < length:
                raise OSError("the server is gone")
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
    except OSError as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


try:
    with socket.create_connection((host, int(port))) as client:
        printer = threading.Thread(target=prints_replies, args=(client,))
        printer.start()
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"q":
                break
            if line:
                due.put(len(line))
                client.sendall(line)
        due.put(0)
        printer.join()
except OSError as error:
    sys.exit(f"{address}: {error}")
