# Believed: what a file object has taken is on its way.
import json
import socket
import struct
import subprocess
import sys

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
        with conn, conn.makefile("wb") as writer:
            while command := conn.recv(1024):
                process = subprocess.Popen(
                    command,
                    shell=True,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                output, errors = process.communicate()
                body = errors or output
                header = json.dumps(
                    {
                        "data_len": len(body),
                        "exit_code": process.returncode,
                        "stream": "stderr" if errors else "stdout",
                    }
                ).encode()
                writer.write(struct.pack("<i", len(header)))
                writer.write(header)
                writer.write(body)
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)
