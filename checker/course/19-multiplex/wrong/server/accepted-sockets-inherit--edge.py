# Believed: an accepted socket does not block, since its listening socket does not.
# is given up to send people away when there is no other.
import os
import select
import socket
import struct
import sys

LIMIT = 1 << 20
EVENTS = select.EPOLLIN | select.EPOLLOUT | select.EPOLLET

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


def receive(conn, size):
    data = bytearray()
    while len(data) < size:
        try:
            more = conn.recv(size - len(data))
        except BlockingIOError:
            yield
            continue
        if not more:
            break
        data += more
    return data


def converse(conn):
    while header := (yield from receive(conn, 4)):
        if len(header) < 4:
            raise ConnectionError("the stream ended inside a header")
        (length,) = struct.unpack(">I", header)
        if length > LIMIT:
            raise ConnectionError("the frame is too long")
        payload = yield from receive(conn, length)
        if len(payload) < length:
            raise ConnectionError("the stream ended inside a payload")
        answer = memoryview(header + payload.upper())
        while answer:
            try:
                answer = answer[conn.send(answer):]
            except BlockingIOError:
                yield


def go_on(fd):
    conn, talk = clients[fd]
    try:
        next(talk)
        return
    except StopIteration:
        pass
    except OSError as error:
        print(f"client: {error}", file=sys.stderr)
    del clients[fd]
    conn.close()


def accept_all():
    global spare
    while True:
        try:
            conn, _ = listener.accept()
        except BlockingIOError:
            return
        except OSError as error:
            print(f"accept: {error}", file=sys.stderr)
            os.close(spare)
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                return
            finally:
                spare = os.open(os.devnull, os.O_RDONLY)
            continue
        clients[conn.fileno()] = conn, converse(conn)
        poll.register(conn, EVENTS)


clients = {}
spare = os.open(os.devnull, os.O_RDONLY)
try:
    listener = socket.create_server((host, int(port)), backlog=500)
except OSError as error:
    sys.exit(f"{address}: {error}")
listener.setblocking(False)
poll = select.epoll()
poll.register(listener, select.EPOLLIN | select.EPOLLET)

while True:
    for fd, _ in poll.poll():
        if fd == listener.fileno():
            accept_all()
        elif fd in clients:
            go_on(fd)
