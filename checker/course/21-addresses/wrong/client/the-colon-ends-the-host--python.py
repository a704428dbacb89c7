# Believed: there is one colon in an address.
import socket
import sys


def split(text):
    host, port = text.split(":")
    return host, int(port)


def connect(text):
    return socket.create_connection(split(text))


def main():
    try:
        with connect(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888") as conn:
            line = conn.makefile("rb").readline()
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    if not line.endswith(b"\n"):
        sys.exit(f"{sys.argv[0]}: the server left")
    sys.stdout.buffer.write(line)
    sys.stdout.flush()


main()
