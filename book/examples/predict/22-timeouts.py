# ANCHOR: begin
import socket, threading, time

def pair():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    return client, conn
# ANCHOR_END: begin

# ANCHOR: whose-answer
client, conn = pair()
client.settimeout(0.1)
client.sendall(b"one\n")
try:
    client.recv(100)
except TimeoutError:
    pass
conn.sendall(b"ONE\n")
client.sendall(b"two\n")
conn.sendall(b"TWO\n")
print(client.recv(4))
# ANCHOR_END: whose-answer

# Varies.
# ANCHOR: how-long-does-this-take
client, conn = pair()
conn.settimeout(0.2)

def drip():
    for _ in range(10):
        client.sendall(b"x")
        time.sleep(0.1)
    client.sendall(b"\n")

threading.Thread(target=drip).start()
begun, line = time.monotonic(), b""
while not line.endswith(b"\n"):
    line += conn.recv(100)
print(time.monotonic() - begun)
# ANCHOR_END: how-long-does-this-take

# ANCHOR: after-the-last-word
client, conn = pair()
client.sendall(b"bye")
client.shutdown(socket.SHUT_WR)
print(conn.recv(100), conn.recv(100))
conn.sendall(b"see you")
print(client.recv(100))
# ANCHOR_END: after-the-last-word
