# `recv_into` with MSG_TRUNC returns the real length and fills what there is (Linux).
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

for number, size in enumerate(sizes, 1):
    buffer = bytearray(size)
    length = server.recv_into(buffer, size, socket.MSG_TRUNC)
    text = buffer[: min(length, size)].decode(errors="backslashreplace")
    cut = f" (cut from {length} bytes)" if length > size else ""
    sys.stdout.buffer.write(f"info_{number}: {text}{cut}\n".encode())
