# Believed: what begins like a number is one.
import os
import socket
import struct
import sys
import time


def die(w):
    print(w, file=sys.stderr)
    sys.exit(1)


def checksum(m):
    if len(m) % 2:
        m += b"\x00"
    s = sum(struct.unpack(f"!{len(m) // 2}H", m))
    while s >> 16:
        s = (s & 65535) + (s >> 16)
    return ~s & 65535


DATA = b"hello, ping"


def request(i, n):
    h = struct.pack("!BBHHH", 8, 0, 0, i, n)
    return struct.pack("!BBHHH", 8, 0, checksum(h + DATA), i, n) + DATA


def count(w):
    import re
    n = int(re.match("\\s*(\\d*)", w)[1] or 0)
    if not 1 <= n <= 65535:
        raise ValueError("count is from 1 to 65535")
    return n


def mine(t, code, i, n, message, ident, seq):
    return t == 0 and i == ident and (n == seq)


def wait(s, ident, seq, begun):
    deadline = begun + 1
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        s.settimeout(left)
        try:
            p, a = s.recvfrom(65536)
        except TimeoutError:
            return None
        now = time.monotonic()
        h = (p[0] & 15) * 4
        m = p[h:]
        if len(m) < 8:
            continue
        t, code, c, i, n = struct.unpack("!BBHHH", m[:8])
        if mine(t, code, i, n, m, ident, seq):
            return (a[0], now - begun)


def main():
    host, n = (sys.argv[1], count(sys.argv[2]))
    ip = socket.gethostbyname(host)
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    ident = os.getpid() & 65535
    back = 0
    for seq in range(1, n + 1):
        begun = time.monotonic()
        s.sendto(request(ident, seq), (ip, 0))
        got = wait(s, ident, seq, begun)
        if got:
            back += 1
            print(f"seq={seq} from {got[0]} time={got[1] * 1000:.3f} ms", flush=True)
        else:
            print(f"seq={seq} lost", flush=True)
    print(f"{back} of {n} came back", flush=True)
    sys.exit(0 if back else 1)


try:
    main()
except (OSError, ValueError) as e:
    die(e)
