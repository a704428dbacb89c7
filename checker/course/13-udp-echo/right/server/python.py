# One socket, one loop.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    try:
        server.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    while True:
        data, client = server.recvfrom(65535)
        try:
            server.sendto(data.upper(), client)
        except OSError as error:
            print(f"{client}: {error}", file=sys.stderr)
