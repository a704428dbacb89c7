# One thread waits in epoll for clients, and another believes that one send takes everything.
import select
import socket
import sys
import threading

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(5)
except OSError as error:
    sys.exit(f"{address}: {error}")
poll = select.epoll()
poll.register(server, select.EPOLLIN)


def serve(conn, client):
    try:
        with conn, conn.makefile("rb") as reader:
            count = int(reader.readline())
            message = memoryview((bytes(range(251)) * (count // 251 + 1))[:count])
            conn.send(message)
    except (OSError, ValueError) as error:
        print(f"{client}: {error}", file=sys.stderr)


while True:
    poll.poll()
    conn, client = server.accept()
    threading.Thread(target=serve, args=(conn, client), daemon=True).start()
