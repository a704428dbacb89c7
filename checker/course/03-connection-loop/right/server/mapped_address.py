# One IPv6 socket for IPv4 clients, as Java makes it, where this machine has any.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def listener():
    try:
        server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        place = "::ffff:" + host
    except OSError:
        server, place = socket.socket(socket.AF_INET, socket.SOCK_STREAM), host
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((place, int(port)))
    server.listen(5)
    return server


try:
    server = listener()
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            while data := conn.recv(1024):
                conn.sendall(data.upper())
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
