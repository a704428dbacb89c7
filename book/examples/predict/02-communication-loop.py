# ANCHOR: sending-nothing
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
conn.settimeout(1)
print(client.send(b""))
print(conn.recv(1024))
# ANCHOR_END: sending-nothing

# ANCHOR: after-the-end
client.close()
print(conn.recv(1024), conn.recv(1024), conn.recv(1024))
# ANCHOR_END: after-the-end

# ANCHOR: half-a-character
data = "你好".encode()
pieces = [data[:4], data[4:]]
text = "".join(piece.decode(errors="replace") for piece in pieces)
print(text, len(data), len(text.encode()))
# ANCHOR_END: half-a-character
