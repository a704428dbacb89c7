# After a time-out it ends its stream, and closes a moment later if the client does not.
import socket
import sys
import threading
import time


def lines(conn, idle):
    kept = b""
    while True:
        deadline = time.monotonic() + idle if idle else None
        while b"\n" not in kept:
            if len(kept) > 4097:
                raise ValueError
            if deadline:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError("no line in time")
                conn.settimeout(left)
            data = conn.recv(4096)
            if not data:
                if kept:
                    yield kept
                return
            kept += data
        line, kept = kept.split(b"\n", 1)
        yield line.removesuffix(b"\r")


def serve(conn, client, idle):
    with conn:
        try:
            for line in lines(conn, idle):
                conn.sendall(line.upper() + b"\n")
        except TimeoutError:
            linger(conn)
        except ValueError:
            conn.sendall(b"ERR line too long\n")
        except OSError as error:
            print(client, error, file=sys.stderr)


def linger(conn):
    end = time.monotonic() + 0.2
    try:
        conn.shutdown(socket.SHUT_WR)
        while (left := end - time.monotonic()) > 0:
            conn.settimeout(left)
            if not conn.recv(4096):
                return
    except OSError:
        pass


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
        threading.Thread(target=serve, args=(conn, client, idle), daemon=True).start()


main()
