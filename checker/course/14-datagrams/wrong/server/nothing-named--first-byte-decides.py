# Believed: a character's first byte says how many bytes are text.
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")


def shown(data):
    text, place = b"", 0
    while place < len(data):
        first = data[place]
        length = next((n for n, least, most in LENGTHS if least <= first < most), 0)
        if length and place + length <= len(data):
            text += data[place : place + length]
            place += length
        else:
            text += b"\\x%02x" % first
            place += 1
    return text


LENGTHS = [(1, 0, 0x80), (2, 0xC0, 0xE0), (3, 0xE0, 0xF0), (4, 0xF0, 0xF8)]

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    try:
        server.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    for number, size in enumerate(sizes, 1):
        data, _ = server.recvfrom(1 << 16)
        cut = b" (cut from %d bytes)" % len(data) if len(data) > size else b""
        sys.stdout.buffer.write(b"info_%d: %s%s\n" % (number, shown(data[:size]), cut))
        sys.stdout.buffer.flush()
