# Looking at how a process has ended is taken for waiting for it.
import json
import os
import socket
import struct
import sys
import tempfile

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
                    child = os.posix_spawn(
                        "/bin/sh",
                        [b"sh", b"-c", command],
                        os.environ,
                        file_actions=[
                            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
                            (os.POSIX_SPAWN_DUP2, out.fileno(), 1),
                            (os.POSIX_SPAWN_DUP2, err.fileno(), 2),
                        ],
                    )
                    ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
                    out.seek(0)
                    err.seek(0)
                    output, errors = out.read(), err.read()
                body = errors or output
                header = json.dumps(
                    {
                        "data_len": len(body),
                        "exit_code": ended.si_status,
                        "stream": "stderr" if errors else "stdout",
                    }
                ).encode()
                conn.send(struct.pack("<i", len(header)))
                conn.send(header)
                conn.sendall(body)
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
