# Room for any datagram.
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    try:
        server.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    for number, size in enumerate(sizes, 1):
        data, _ = server.recvfrom(1 << 16)
        line = f"info_{number}: " + data[:size].decode(errors="backslashreplace")
        if len(data) > size:
            line += f" (cut from {len(data)} bytes)"
        print(line, flush=True)
