# ANCHOR: six-into-five
import socket
server = socket.create_server(("127.0.0.1", 0), backlog=5)
clients = []
for number in range(1, 10):
    clients.append(socket.create_connection(server.getsockname(), timeout=1))
    print(number, "is connected")
# ANCHOR_END: six-into-five

# ANCHOR: a-hundred-and-six
import socket
server = socket.create_server(("127.0.0.1", 0), backlog=5)
clients, served, waiting = [], [], 0
for number in range(100):
    clients.append(socket.create_connection(server.getsockname()))
    served.append(server.accept()[0])
print(len(served), "are connected and accepted")
try:
    while True:
        clients.append(socket.create_connection(server.getsockname(), timeout=1))
        waiting += 1
except TimeoutError:
    print(waiting, "more are connected and wait")
# ANCHOR_END: a-hundred-and-six

# ANCHOR: back-at-once
import socket

def serve_once(port, reuse):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
    server.bind(("127.0.0.1", port))
    server.listen()
    client = socket.create_connection(("127.0.0.1", port))
    conn, _ = server.accept()
    conn.close()                # the server closes first
    client.close()
    server.close()

serve_once(8890, reuse=0)
serve_once(8890, reuse=0)
# ANCHOR_END: back-at-once
