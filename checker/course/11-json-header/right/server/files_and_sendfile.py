# Commands write to two files, and the kernel sends one of them. The header is written by hand, in an
# order and with spaces, escapes and a field of its own.
import socket
import struct
import subprocess
import sys
import tempfile

HEADER = '{\n\t"str\\u0065am" : "%s",\r\n "note": "\\u4f60 {\\"data_len\\": 3}", "exit_code":%d  , "data_len"\t:%d }'

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def run(command, output, errors):
    try:
        return subprocess.call(
            ["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=output, stderr=errors
        )
    except ValueError as error:
        errors.write(f"{error}\n".encode())
        return 127


def answer(conn, command):
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        code = run(command, output, errors)
        body, stream = (errors, "stderr") if errors.seek(0, 2) else (output, "stdout")
        header = (HEADER % (stream, code, body.seek(0, 2))).encode()
        conn.sendall(struct.pack("<i", len(header)) + header)
        body.seek(0)
        conn.sendfile(body)


try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")

while True:
    conn, client = server.accept()
    try:
        with conn:
            while command := conn.recv(1024):
                answer(conn, command)
    except OSError as error:
        print(f"{client}: {error}", file=sys.stderr)
