# Believed: answers arrive in order, so lines need not wait for them.
import json
import os
import queue
import socket
import struct
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
due = queue.Queue()


def receive(answers, length):
    data = answers.read(length)
    if len(data) < length:
        raise OSError("the server is gone")
    return data


def prints_answers(client):
    try:
        answers = client.makefile("rb")
        while due.get():
            (length,) = struct.unpack("<i", receive(answers, 4))
            if not 0 < length <= 1 << 20:
                raise ValueError(f"a header of {length} bytes")
            header = json.loads(receive(answers, length))
            size = header.get("data_len")
            if type(size) is not int or not 0 <= size < 1 << 30:
                raise ValueError(f"data_len is {size}")
            sys.stdout.buffer.write(receive(answers, size))
            sys.stdout.buffer.flush()
            if header.get("exit_code", 0):
                print(f"exit {header['exit_code']}", file=sys.stderr, flush=True)
    except (OSError, ValueError) as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


try:
    with socket.create_connection((host, int(port))) as client:
        printer = threading.Thread(target=prints_answers, args=(client,))
        printer.start()
        for line in sys.stdin.buffer:
            line = line.removesuffix(b"\n")
            if line == b"quit":
                break
            if line:
                due.put(True)
                client.sendall(line)
        due.put(False)
        printer.join()
except OSError as error:
    sys.exit(f"{address}: {error}")
