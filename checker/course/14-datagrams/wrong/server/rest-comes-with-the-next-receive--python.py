# Believed: what did not fit is received next.
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

rest = b""
for number, size in enumerate(sizes, 1):
    rest = rest or server.recv(65535)
    text = rest[:size].decode(errors="backslashreplace")
    cut = f" (cut from {len(rest)} bytes)" if len(rest) > size else ""
    print(f"info_{number}: {text}{cut}")
    rest = rest[size:]
