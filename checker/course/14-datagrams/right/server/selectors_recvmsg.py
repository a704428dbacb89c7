# Waits with a selector, looks how long the next datagram is, and receives it with `recvmsg`.
import selectors
import socket
import sys

address, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]]
host, _, port = address.rpartition(":")

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    server.bind((host, int(port)))
except OSError as error:
    sys.exit(f"{address}: {error}")
server.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)

for number, size in enumerate(sizes, 1):
    selector.select()
    length = len(server.recv(65535, socket.MSG_PEEK))
    data, _, flags, _ = server.recvmsg(size)
    text = data.decode(errors="backslashreplace")
    cut = f" (cut from {length} bytes)" if flags & socket.MSG_TRUNC else ""
    sys.stdout.buffer.write(f"info_{number}: {text}{cut}\n".encode())
