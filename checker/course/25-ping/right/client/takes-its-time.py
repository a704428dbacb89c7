# It sleeps before it reads a reply, and sends its next request as soon as it has printed this one's line.
import os
import select
import socket
import struct
import sys
import time


def checksum(message):
    message += b"\0" * (len(message) % 2)
    total = sum(struct.unpack(f"!{len(message) // 2}H", message))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def request(ident, seq):
    rest = struct.pack("!HH", ident, seq) + b"how are you?"
    return struct.pack("!BBH", 8, 0, checksum(b"\x08\0\0\0" + rest)) + rest


def reply_to(s, ident, seq, sent):
    while (left := sent + 1 - time.monotonic()) > 0:
        if not select.select([s], [], [], left)[0]:
            break
        time.sleep(0.05)
        packet, (source, _) = s.recvfrom(2048)
        header = (packet[0] & 15) * 4
        if packet[header:header + 1] == b"\0" and packet[header + 4:header + 8] == struct.pack("!HH", ident, seq):
            return source
    return None


def main(host, count):
    host = socket.gethostbyname(host)
    ident = os.getpid() & 0xFFFF
    back = 0
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
        for seq in range(1, count + 1):
            sent = time.monotonic()
            s.sendto(request(ident, seq), (host, 0))
            source = reply_to(s, ident, seq, sent)
            if source is None:
                print(f"seq={seq} lost", flush=True)
                continue
            back += 1
            print(f"seq={seq} from {source} time={(time.monotonic() - sent) * 1000:.2f} ms", flush=True)
    print(f"{back} of {count} came back")
    return 0 if back else 1


try:
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
except (OSError, ValueError) as error:
    sys.exit(f"ping: {error}")
