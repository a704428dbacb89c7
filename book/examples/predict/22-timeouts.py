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
    print("no answer in time")
conn.sendall(b"ONE\n")
client.sendall(b"two\n")
conn.sendall(b"TWO\n")
print(client.recv(4))
# ANCHOR_END: whose-answer

# Varies.
# ANCHOR: how-long-does-this-take
client, conn = pair()
conn.settimeout(1)

def drip():
    for _ in range(20):
        client.sendall(b"x")
        time.sleep(0.1)
    client.sendall(b"\n")

begun, line = time.monotonic(), b""
threading.Thread(target=drip).start()
while not line.endswith(b"\n"):
    line += conn.recv(100)
print(time.monotonic() - begun)
# ANCHOR_END: how-long-does-this-take

# ANCHOR: after-the-last-word
client, conn = pair()
client.sendall(b"bye")
client.shutdown(socket.SHUT_WR)
print(conn.recv(100))
print(conn.recv(100))
conn.sendall(b"see you")
print(client.recv(100))
# ANCHOR_END: after-the-last-word
