# ANCHOR: before-accept
import socket
server = socket.create_server(("127.0.0.1", 0))          # port 0: any free one
client = socket.create_connection(server.getsockname())
client.sendall(b"hello, ")
client.sendall(b"world")
conn, _ = server.accept()
print(conn.recv(1024))
# ANCHOR_END: before-accept

# ANCHOR: a-hasty-close
client.sendall(b"hello, world")
print(conn.recv(5))
conn.sendall(b"HELLO")
conn.close()
print(client.recv(1024))
print(client.recv(1024))
# ANCHOR_END: a-hasty-close

# ANCHOR: no-listener
socket.create_connection(("127.0.0.1", 1))
# ANCHOR_END: no-listener
