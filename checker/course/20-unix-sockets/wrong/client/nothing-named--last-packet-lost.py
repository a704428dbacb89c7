# Believed: over packets, a line without newline is not finished.
import argparse, socket, struct, sys
LIMIT = 1 << 20
MOST = 65_536
parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", default="stream")
arguments = parser.parse_args()
pk = arguments.kind == "seqpacket"
def read_exactly(conn, length):
    data = b""
    while len(data)<length:
        d=conn.recv(length-len(data))
        if not d: sys.exit("the server left")
        data+=d
    return data
def frame(conn, line):
    conn.sendall(struct.pack(">I", len(line)) + line)
    (length,) = struct.unpack(">I", read_exactly(conn, 4))
    if length > LIMIT:
        sys.exit(f"{length} bytes claimed")
    return read_exactly(conn, length)
def packet(conn, line):
    conn.send(line)
    reply = conn.recv(MOST + 1)
    if not reply or len(reply) > MOST:
        sys.exit(f"no reply: {len(reply)} bytes")
    return reply
def main():
    kind = socket.SOCK_SEQPACKET if pk else socket.SOCK_STREAM
    with socket.socket(socket.AF_UNIX, kind) as conn:
        conn.connect(arguments.path)
        for raw in iter(sys.stdin.buffer.readline, b""):
            if pk and not raw.endswith(b'\n'): break
            line = raw.removesuffix(b"\n")
            if pk and not line:
                continue
            reply = (packet if pk else frame)(conn, line)
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
try:
    main()
except OSError as error:
    sys.exit(f"{arguments.path}: {error}")
