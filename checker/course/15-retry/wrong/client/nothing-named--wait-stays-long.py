# Believed: a network that was slow for one line is slow for the next, so go on with the longest wait.
import os
import socket
import struct
import sys
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
timeout = int(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.2
host, _, port = address.rpartition(":")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


patience = timeout


def ask(request):
    global patience
    for _ in range(7):
        client.send(request)
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            client.settimeout(left)
            try:
                reply = client.recv(65535)
            except TimeoutError:
                break
            if len(reply) >= 8 and reply[:4] == request[:4]:
                return reply
        patience *= 2
    raise TimeoutError("no answer")


try:
    client.connect((host, int(port)))
    (number,) = struct.unpack(">I", os.urandom(4))
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        number = (number + 1) % 2**32
        reply = ask(struct.pack(">I", number) + line)
        (count,) = struct.unpack_from(">I", reply, 4)
        sys.stdout.buffer.write(b"%d %s\n" % (count, reply[8:]))
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
