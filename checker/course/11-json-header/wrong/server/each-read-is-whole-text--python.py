# Believed: what a command prints is text.
import json
import socket
import struct
import subprocess
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(str(error))

while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                done = subprocess.run(
                    ["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True
                )
                body = (done.stderr or done.stdout).encode()
                header = {
                    "data_len": len(body),
                    "exit_code": done.returncode,
                    "stream": "stderr" if done.stderr else "stdout",
                }
                header = json.dumps(header).encode()
                conn.sendall(struct.pack("<i", len(header)))
                conn.sendall(header)
                conn.sendall(body)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
