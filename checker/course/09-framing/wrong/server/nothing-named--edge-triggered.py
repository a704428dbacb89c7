# One read for each event, of events that are told of once (EPOLLET).
import select
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = socket.create_server((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
poll = select.epoll()
poll.register(server, select.EPOLLIN)
clients, buffers = {}, {}


def reads(fd):
    """One read: the header, or what is missing of the payload."""
    buffer = buffers[fd]
    missing = 4 - len(buffer)
    if missing <= 0:
        missing += int.from_bytes(buffer[:4], "big")
    piece = clients[fd].recv(missing)
    if not piece:
        raise EOFError
    buffers[fd] = buffer = buffer + piece
    length = int.from_bytes(buffer[:4], "big")
    if len(buffer) >= 4 and length > 1 << 20:
        raise EOFError
    if len(buffer) == 4 + length:
        clients[fd].sendall(buffer[:4] + buffer[4:].upper())
        buffers[fd] = b""


while True:
    for fd, _ in poll.poll():
        if fd == server.fileno():
            conn, _ = server.accept()
            clients[conn.fileno()], buffers[conn.fileno()] = conn, b""
            poll.register(conn, select.EPOLLIN | select.EPOLLET)
            continue
        try:
            reads(fd)
        except (OSError, EOFError):
            clients.pop(fd).close()
