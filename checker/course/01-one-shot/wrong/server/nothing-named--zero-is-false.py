# Believed: only an empty text is false. (PHP takes "0" for false, too. This is its test in Python.)
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def is_true(data):
    return data not in (b"", b"0")


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(1)
except OSError as error:
    sys.exit(f"{address}: {error}")

conn, client = server.accept()
try:
    message = conn.recv(1024)
    if is_true(message):
        conn.sendall(message.upper())
except OSError as error:
    print(f"{client}: {error}", file=sys.stderr)
finally:
    conn.close()
    server.close()
