# Believed: a timeout that is set once limits the whole wait.
import os
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
timeout = int(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.2
host, _, port = address.rpartition(":")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def ask(request):
    for attempt in range(7):
        client.send(request)
        client.settimeout(timeout * 2**attempt)
        try:
            while True:
                reply = client.recv(65535)
                if len(reply) >= 8 and reply[:4] == request[:4]:
                    return reply
        except TimeoutError:
            continue
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
