# A non-blocking socket without `select`: it keeps a processor busy, which no contract here forbids.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(s):
    while True:
        try:
            return s.recv(65535)
        except BlockingIOError:
            pass


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect((host, int(port)))
        s.setblocking(False)
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"q":
                return
            s.send(line)
            sys.stdout.buffer.write(receive(s) + b"\n")
            sys.stdout.buffer.flush()


try:
    main()
except OSError as error:
    sys.exit(f"{address}: {error}")
