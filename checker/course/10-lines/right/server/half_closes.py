# After its last words it closes its half only, and reads on until the client has gone: so no reset can
# overtake them.
import socket
import sys

LONGEST = 4096

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def lines(conn):
    rest = b""
    while piece := conn.recv(3):
        rest += piece
        *whole, rest = rest.split(b"\n")
        yield from (line.removesuffix(b"\r") for line in whole)
        if len(rest.removesuffix(b"\r")) > LONGEST:
            break
    if rest:
        yield rest


def serve(conn):
    for line in lines(conn):
        if len(line) > LONGEST:
            conn.sendall(b"ERR line too long\n")
            break
        conn.sendall(line.upper() + b"\n")
    conn.shutdown(socket.SHUT_WR)
    while conn.recv(65536):
        pass


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            serve(conn)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
