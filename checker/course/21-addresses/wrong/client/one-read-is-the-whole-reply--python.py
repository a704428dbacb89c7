# Believed: recv() brings the line.
import socket
import sys


def split(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def connect(text):
    return socket.create_connection(split(text))


def main():
    try:
        with connect(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888") as conn:
            line = conn.recv(1024)
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    if not line:
        sys.exit(f"{sys.argv[0]}: the server left")
    print(line.decode().rstrip())
    sys.stdout.flush()


main()
