# ANCHOR: begin
import select, selectors, socket, time

def pair():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    return client, conn
# ANCHOR_END: begin

# ANCHOR: nothing-and-the-end
client, conn = pair()
conn.setblocking(False)
try:
    print(conn.recv(100))
except BlockingIOError as error:
    print(repr(error))
client.close()
time.sleep(0.05)
print(conn.recv(100))
# ANCHOR_END: nothing-and-the-end

# Varies.
# ANCHOR: ten-megabytes-and-nobody-reads
client, conn = pair()
conn.setblocking(False)
try:
    while True:
        print(conn.send(bytes(10_000_000)))
except BlockingIOError as error:
    print(error)
# ANCHOR_END: ten-megabytes-and-nobody-reads

# Varies.
# ANCHOR: what-is-writable
client, conn = pair()
selector = selectors.DefaultSelector()
selector.register(conn, selectors.EVENT_READ | selectors.EVENT_WRITE)
rounds, end = 0, time.monotonic() + 0.1
while time.monotonic() < end:
    selector.select(1)
    rounds += 1
print(rounds)
# ANCHOR_END: what-is-writable

# ANCHOR: two-at-the-door
server = socket.create_server(("127.0.0.1", 0))
poll = select.epoll()
poll.register(server, select.EPOLLIN | select.EPOLLET)
a = socket.create_connection(server.getsockname())
b = socket.create_connection(server.getsockname())
print(len(poll.poll(1)))
server.accept()
print(len(poll.poll(1)))
c = socket.create_connection(server.getsockname())
print(len(poll.poll(1)))
server.accept()
print(len(poll.poll(1)))
# ANCHOR_END: two-at-the-door
