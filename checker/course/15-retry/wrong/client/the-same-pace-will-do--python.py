# Believed: a time-out is set once.
# Luck: each-line-begins-anew, late-reply, two-are-lost: its seven tries may be over before a slow machine has answered.
import socket
import struct
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
timeout = int(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.2
host, _, port = address.rpartition(":")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect((host, int(port)))


client.settimeout(timeout)


def ask(number, line):
    request = struct.pack(">I", number) + line
    for _ in range(7):
        client.send(request)
        try:
            while True:
                reply = client.recv(65535)
                if len(reply) >= 8 and reply[:4] == request[:4]:
                    return reply
        except TimeoutError:
            pass
    raise TimeoutError("no answer")


try:
    number = 0
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n")
        if line == b"q":
            break
        number += 1
        reply = ask(number, line)
        (count,) = struct.unpack(">I", reply[4:8])
        sys.stdout.buffer.write(b"%d %s\n" % (count, reply[8:]))
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(f"{address}: {error}")
