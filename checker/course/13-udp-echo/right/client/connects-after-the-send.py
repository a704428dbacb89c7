# A socket for each line. It is connected after the send, as a filter: the kernel reports no refused port to it.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
server = (host, int(port))


def ask(line):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(line, server)
        s.connect(server)
        sender = None
        while sender != server:
            reply, sender = s.recvfrom(65535)
    return reply


for line in sys.stdin.buffer:
    line = line.removesuffix(b"\n")
    if line == b"q":
        break
    try:
        reply = ask(line)
    except OSError as error:
        sys.exit(f"{address}: {error}")
    sys.stdout.buffer.write(reply + b"\n")
    sys.stdout.buffer.flush()
