# Takes what is typed for text: other bytes are an error, and a `\r` ends a line.
import argparse
import socket
import struct
import sys

LIMIT = 1 << 20
MOST = 65_536

parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", default="stream")
arguments = parser.parse_args()
is_packets = arguments.kind == "seqpacket"


def read_exactly(file, length):
    data = file.read(length)
    if len(data) < length:
        sys.exit("the server left")
    return data


def frame(conn, file, line):
    conn.sendall(struct.pack(">I", len(line)) + line)
    (length,) = struct.unpack(">I", read_exactly(file, 4))
    if length > LIMIT:
        sys.exit(f"{length} bytes claimed")
    return read_exactly(file, length)


def packet(conn, file, line):
    conn.send(line)
    reply = conn.recv(MOST + 1)
    if not reply or len(reply) > MOST:
        sys.exit(f"no reply: {len(reply)} bytes")
    return reply


def main():
    kind = socket.SOCK_SEQPACKET if is_packets else socket.SOCK_STREAM
    with socket.socket(socket.AF_UNIX, kind) as conn:
        conn.connect(arguments.path)
        file = conn.makefile("rb")
        for line in sys.stdin:
            line = line.removesuffix("\n").encode()
            if is_packets and not line:
                continue
            reply = (packet if is_packets else frame)(conn, file, line)
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()


try:
    main()
except OSError as error:
    sys.exit(f"{arguments.path}: {error}")
