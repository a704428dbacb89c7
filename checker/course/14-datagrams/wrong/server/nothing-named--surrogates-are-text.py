# Believed: every code point may stand in UTF-8, halves of surrogate pairs too.
import codecs
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")


def shown(error):
    escaped, after = codecs.backslashreplace_errors(error)
    three = error.object[error.start : error.start + 3]
    try:
        return three.decode(errors="surrogatepass"), error.start + 3
    except UnicodeDecodeError:
        return escaped, after


codecs.register_error("shown", shown)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    try:
        server.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    for number, size in enumerate(sizes, 1):
        data, _ = server.recvfrom(1 << 16)
        line = f"info_{number}: " + data[:size].decode(errors="shown")
        if len(data) > size:
            line += f" (cut from {len(data)} bytes)"
        sys.stdout.buffer.write(line.encode(errors="surrogatepass") + b"\n")
        sys.stdout.buffer.flush()
