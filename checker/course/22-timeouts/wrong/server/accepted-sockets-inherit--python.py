# Believed: the time-out of a listening socket holds for the sockets that it accepts.
import socket
import sys


def lines(conn):
    kept = b""
    while True:
        while b"\n" not in kept:
            if len(kept) > 4097:
                raise ValueError
            data = conn.recv(4096)
            if not data:
                if kept:
                    yield kept
                return
            kept += data
        line, kept = kept.split(b"\n", 1)
        yield line.removesuffix(b"\r")


def main():
    args = sys.argv[1:]
    idle = int(args[args.index("--idle") + 1]) / 1000 if "--idle" in args else None
    host, _, port = args[0].rpartition(":")
    try:
        server = socket.create_server((host, int(port)))
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    server.settimeout(idle)
    while True:
        try:
            conn, client = server.accept()
        except TimeoutError:
            continue
        with conn:
            try:
                for line in lines(conn):
                    conn.sendall(line.upper() + b"\n")
            except ValueError:
                conn.sendall(b"ERR line too long\n")
            except OSError as error:
                print(client, error, file=sys.stderr)


main()
