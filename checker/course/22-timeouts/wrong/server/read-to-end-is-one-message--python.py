# Believed: reading to the end brings what has been said so far.
import socket
import sys
import time


def lines(conn, idle):
    deadline = time.monotonic() + idle if idle else None
    said = b""
    while True:
        if deadline:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("no line in time")
            conn.settimeout(left)
        data = conn.recv(4096)
        if not data:
            break
        said += data
    if not said:
        return
    for line in said.removesuffix(b"\n").split(b"\n"):
        line = line.removesuffix(b"\r")
        if len(line) > 4096:
            raise ValueError
        yield line


def main():
    args = sys.argv[1:]
    idle = int(args[args.index("--idle") + 1]) / 1000 if "--idle" in args else None
    host, _, port = args[0].rpartition(":")
    try:
        server = socket.create_server((host, int(port)))
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    while True:
        conn, client = server.accept()
        with conn:
            try:
                for line in lines(conn, idle):
                    conn.sendall(line.upper() + b"\n")
            except ValueError:
                conn.sendall(b"ERR line too long\n")
            except OSError as error:
                print(client, error, file=sys.stderr)


main()
