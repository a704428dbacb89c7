# ANCHOR: two-sends
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
answer = b"3 files left"
conn.sendall(str(len(answer)).encode())
conn.sendall(answer)
print(client.recv(1024))
# ANCHOR_END: two-sends

# Varies.
# ANCHOR: how-much-is-a-receive
conn.sendall(b"x" * 100_000)
received = pieces = 0
while received < 100_000:
    piece = client.recv(30_000)
    received += 30_000          # sic
    pieces += len(piece)
print(pieces)
# ANCHOR_END: how-much-is-a-receive

# ANCHOR: how-long-is-it
text = "你好"
print(len(text), len(text.encode()), len(text.encode("utf-16-le")))
# ANCHOR_END: how-long-is-it
