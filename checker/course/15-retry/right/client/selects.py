# `select` with a time limit, on a socket that is not connected.
import secrets
import select
import socket
import sys
import time

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
timeout = int(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.2
host, _, port = address.rpartition(":")
server = (socket.gethostbyname(host), int(port))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
used = set()


def ask(line):
    number = secrets.token_bytes(4)
    while number in used:
        number = secrets.token_bytes(4)
    used.add(number)
    for attempt in range(7):
        client.sendto(number + line, server)
        over = time.monotonic() + timeout * (1 << attempt)
        while select.select([client], [], [], max(0, over - time.monotonic()))[0]:
            reply, sender = client.recvfrom(65535)
            if sender == server and reply[:4] == number and len(reply) >= 8:
                return reply
    raise OSError("no answer after seven tries")


try:
    while line := sys.stdin.buffer.readline():
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        reply = ask(line)
        count = int.from_bytes(reply[4:8], "big")
        sys.stdout.buffer.write(str(count).encode() + b" " + reply[8:] + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
