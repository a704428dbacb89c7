# Believed: AF_INET is the internet.
import socket
import sys


def split(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def connect(text):
    host, port = split(text)
    problem = OSError("no address")
    for info in socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM):
        conn = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            conn.connect(info[4])
            return conn
        except OSError as error:
            conn.close()
            problem = error
    raise problem


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
