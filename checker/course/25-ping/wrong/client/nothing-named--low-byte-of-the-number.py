# Believed: the low byte of a sequence number tells the requests apart.
import os
import socket
import struct
import sys
import time


def checksum(message):
    if len(message) % 2:
        message += b"\0"
    total = sum(struct.unpack(f"!{len(message) // 2}H", message))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def request(ident, seq):
    data = b"abcdefghijklmnopqrstuvwabcdefghi"
    message = struct.pack("!BBHHH", 8, 0, 0, ident, seq) + data
    return struct.pack("!BBHHH", 8, 0, checksum(message), ident, seq) + data


def reply(s, ident, seq, sent):
    while True:
        left = sent + 1 - time.monotonic()
        if left <= 0:
            return None
        s.settimeout(left)
        try:
            packet, address = s.recvfrom(2048)
        except TimeoutError:
            return None
        message = packet[(packet[0] & 15) * 4:]
        if len(message) < 8:
            continue
        kind, code, _, its_ident, its_seq = struct.unpack("!BBHHH", message[:8])
        if kind == 0 and its_ident == ident and its_seq & 255 == seq & 255:
            return address[0]


def run(host, count):
    host = socket.gethostbyname(host)
    ident = os.getpid() & 0xFFFF
    back = 0
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
        for seq in range(1, count + 1):
            sent = time.monotonic()
            s.sendto(request(ident, seq), (host, 0))
            source = reply(s, ident, seq, sent)
            if source is None:
                print(f"seq={seq} lost", flush=True)
            else:
                ms = (time.monotonic() - sent) * 1000
                print(f"seq={seq} from {source} time={ms:.3f} ms", flush=True)
                back += 1
    print(f"{back} of {count} came back")
    return back


try:
    sys.exit(0 if run(sys.argv[1], int(sys.argv[2])) else 1)
except (OSError, ValueError) as error:
    sys.exit(f"ping: {error}")
