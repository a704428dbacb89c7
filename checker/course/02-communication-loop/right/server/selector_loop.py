# A non-blocking socket and a selector; what cannot be sent yet is kept.
import selectors
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    server.bind((host, int(port)))
    server.listen(1)
except OSError as error:
    sys.exit(f"{address}: {error}")

conn, client = server.accept()
conn.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(conn, selectors.EVENT_READ)

pending = b""
ended = False
try:
    while pending or not ended:
        events = selectors.EVENT_WRITE if pending else selectors.EVENT_READ
        selector.modify(conn, events)
        selector.select()
        try:
            if pending:
                pending = pending[conn.send(pending):]
            else:
                data = conn.recv(4096)
                ended = not data
                pending = data.upper()
        except BlockingIOError:
            pass
except OSError as error:
    print(f"{client}: {error}", file=sys.stderr)
conn.close()
