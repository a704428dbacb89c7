# Not run: it needs a raw socket.
# ANCHOR: begin
import socket, struct

def checksum(message):
    total = sum(struct.unpack(f"!{len(message) // 2}H", message))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF

def request(sequence, data=b"hi"):
    rest = struct.pack("!HH", 4711, sequence) + data
    return struct.pack("!BBH", 8, 0, checksum(b"\x08\0\0\0" + rest)) + rest

s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
s.settimeout(1)
# ANCHOR_END: begin

# Not run: it needs a raw socket.
# ANCHOR: what-comes-back
s.sendto(request(1), ("127.0.0.1", 0))
for _ in range(2):
    packet, _ = s.recvfrom(2048)
    print(len(packet), packet[0], packet[20])
# ANCHOR_END: what-comes-back

# Not run: it needs a raw socket.
# ANCHOR: no-checksum
s.sendto(struct.pack("!BBHHH", 8, 0, 0, 4711, 2), ("127.0.0.1", 0))
for _ in range(2):
    packet, _ = s.recvfrom(2048)
    print(packet[20:].hex(" "))
# ANCHOR_END: no-checksum

# ANCHOR: which-order
import struct

message = struct.pack("!BBHHH", 8, 0, 0, 4711, 1) + b"hi"
for order in "!<":
    total = sum(struct.unpack(f"{order}5H", message))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    print(hex(~total & 0xFFFF), struct.pack(f"{order}H", ~total & 0xFFFF).hex(" "))
# ANCHOR_END: which-order
