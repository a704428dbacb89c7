# The program starts itself again, as in Rust: subprocess, with the connection as standard input. Those
# that have ended are waited for whenever somebody new has come.
import socket
import struct
import subprocess
import sys
import time


def exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise EOFError("the end, inside a frame")
        data += piece
    return bytes(data)


def work():
    conn = socket.socket(fileno=0)
    try:
        while first := conn.recv(1):
            (length,) = struct.unpack(">I", first + exactly(conn, 3))
            if length > 1 << 20:
                raise ValueError(f"{length} bytes claimed")
            conn.sendall(struct.pack(">I", length) + exactly(conn, length).upper())
    except (OSError, EOFError, ValueError) as error:
        sys.exit(str(error))


def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    try:
        server = socket.create_server((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    workers = []
    while True:
        try:
            conn, client = server.accept()
        except OSError as error:
            print(error, file=sys.stderr)
            time.sleep(0.02)
            continue
        workers = [worker for worker in workers if worker.poll() is None]
        try:
            with conn:
                command = [sys.executable, "-S", __file__, "--worker"]
                workers.append(subprocess.Popen(command, stdin=conn.fileno()))
        except OSError as error:
            print(f"{client}: {error}", file=sys.stderr)


if sys.argv[1:] == ["--worker"]:
    work()
else:
    main()
