# `select` and a deadline; the identifier is drawn by lot, the data says when it was sent, and no
# more than an echo reply is let through by the kernel (ICMP_FILTER, raw(7)).
import random
import select
import socket
import struct
import sys
import time

SOL_RAW, ICMP_FILTER = 255, 1
ECHO_REPLY, ECHO_REQUEST = 0, 8


def checksum(message):
    words = memoryview(message + b"\0" * (len(message) % 2)).cast("H")
    total = sum(words)
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    # Read and stored in this machine's order: the same bytes as in any other (RFC 1071, 2).
    return struct.pack("=H", ~total & 0xFFFF)


def main(host, count):
    host = socket.getaddrinfo(host, None, socket.AF_INET)[0][4][0]
    mine = random.randbytes(2)
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
        only_replies = ~(1 << ECHO_REPLY) & 0xFFFFFFFF
        s.setsockopt(SOL_RAW, ICMP_FILTER, struct.pack("=I", only_replies))
        back = 0
        for seq in range(1, count + 1):
            now = time.perf_counter()
            rest = mine + struct.pack("!Hd", seq, now)
            head = bytes([ECHO_REQUEST, 0])
            s.sendto(head + checksum(head + b"\0\0" + rest) + rest, (host, 0))
            deadline = now + 1
            while (left := deadline - time.perf_counter()) > 0:
                if not select.select([s], [], [], left)[0]:
                    continue
                packet, (source, _) = s.recvfrom(65535)
                message = packet[(packet[0] & 0x0F) << 2:]
                if message[:1] == b"\0" and message[4:] == rest:
                    (then,) = struct.unpack("!d", message[8:16])
                    milliseconds = 1000 * (time.perf_counter() - then)
                    print(f"seq={seq} from {source} time={milliseconds:.2f} ms", flush=True)
                    back += 1
                    break
            else:
                print(f"seq={seq} lost", flush=True)
        print(f"{back} of {count} came back")
        return 0 if back else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], int(sys.argv[2])))
    except (OSError, ValueError) as error:
        sys.exit(f"{sys.argv[0]}: {error}")
