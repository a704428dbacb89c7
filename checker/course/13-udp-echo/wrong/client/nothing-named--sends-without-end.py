# Mistaken: the inner loop sends the line until a reply comes, without waiting for one.
# Luck: a-hundred-lines, empty-lines-are-sent, empty-replies-are-printed, end-of-input: the reply may come before it sends again.
# Luck: largest-line, only-q-ends-it, q-is-the-end, reply-of-any-length, too-large: the reply may come before it sends again.
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
