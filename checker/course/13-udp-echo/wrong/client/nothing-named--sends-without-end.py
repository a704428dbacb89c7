# Mistaken: the inner loop sends the line until a reply comes, without waiting for one.
import socket
import sys

host, _, port = sys.argv[1].rpartition(":")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect((host, int(port)))
try:
    for raw in sys.stdin.buffer:
        line = raw.removesuffix(b"\n")
        if line == b"q":
            break
        reply = None
        while reply is None:
            sock.send(line)
            try:
                reply = sock.recv(65535, socket.MSG_DONTWAIT)
            except BlockingIOError:
                pass
        sys.stdout.buffer.write(reply + b"\n")
        sys.stdout.buffer.flush()
except OSError as error:
    sys.exit(str(error))
