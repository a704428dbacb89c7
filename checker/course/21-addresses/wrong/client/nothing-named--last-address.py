# Believed: to try them all is to try them all.
import socket
import sys


def split(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def connect(text):
    host, port = split(text)
    found, problem = None, OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        conn = socket.socket(family, kind, protocol)
        try:
            conn.connect(address)
            found = conn
        except OSError as error:
            problem = error
    if found is None:
        raise problem
    return found


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
