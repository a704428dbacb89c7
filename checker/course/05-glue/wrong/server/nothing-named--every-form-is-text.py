# Believed: UTF-8 is a matter of form: a first byte, and as many more as it says.
import re
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


FORM = re.compile(
    rb"[\x00-\x7f]|[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}"
)


def readable(data):
    text = b""
    while data:
        character = FORM.match(data)
        text += character[0] if character else b"\\x%02x" % data[0]
        data = data[len(character[0]) if character else 1 :]
    return text


conn, client = server.accept()
with conn:
    for number, size in enumerate(map(int, sys.argv[2:]), 1):
        try:
            data = conn.recv(size)
        except ConnectionError:
            data = b""
        sys.stdout.buffer.write(b"info_%d: %s\n" % (number, readable(data)))
