# A server that computes for a second before it listens, and again before it answers, as a virtual
# machine does that has just started: slow, and correct.

import socket
import sys
import time


def compute(seconds):
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        sum(number * number for number in range(1000))


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
compute(1.0)
try:
    listener = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error.strerror}")
with listener:
    connection, _ = listener.accept()
    with connection:
        try:
            data = connection.recv(1024)
            compute(1.0)
            if data:
                connection.sendall(data.upper())
        except ConnectionError:
            pass
