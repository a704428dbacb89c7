# Believed: a character is as long as its first byte says, and so is what is no character.
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


def length(first):
    return 4 if first >= 0xF0 else 3 if first >= 0xE0 else 2 if first >= 0xC0 else 1


def readable(data):
    text = ""
    while data:
        some, data = data[: length(data[0])], data[length(data[0]) :]
        try:
            text += some.decode()
        except UnicodeDecodeError:
            text += "".join(f"\\x{byte:02x}" for byte in some)
    return text


conn, client = server.accept()
with conn:
    for number, size in enumerate(map(int, sys.argv[2:]), 1):
        try:
            data = conn.recv(size)
        except ConnectionError:
            data = b""
        print(f"info_{number}:", readable(data))
