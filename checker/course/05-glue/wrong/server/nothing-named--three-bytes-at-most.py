# Believed: no character has more than three bytes in UTF-8.
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")


def escaped(data):
    return "".join(f"\\x{byte:02x}" for byte in data)


def readable(data):
    text = data.decode("utf-8", "backslashreplace")
    return "".join(c if c <= "\uffff" else escaped(c.encode()) for c in text)


conn, client = server.accept()
with conn:
    for number, size in enumerate(map(int, sys.argv[2:]), 1):
        try:
            data = conn.recv(size)
        except ConnectionError:
            data = b""
        print(f"info_{number}:", readable(data))
