# ANCHOR: the-classic
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
client.send(b"hello")
client.send(b"hi")
print(conn.recv(1024))
# ANCHOR_END: the-classic

# ANCHOR: a-pause-between
import time
client.send(b"hello")
time.sleep(1)
client.send(b"hi")
print(conn.recv(1024))
# ANCHOR_END: a-pause-between

# ANCHOR: other-sizes
client.send(b"hello")
client.send(b"hi")
print(conn.recv(2))
print(conn.recv(3))
print(conn.recv(1024))
# ANCHOR_END: other-sizes

# Varies.
# ANCHOR: counting-segments
import socket, struct

def segments(nodelay):
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, nodelay)
    conn, _ = server.accept()
    for _ in range(30):
        client.send(b"hello")
    client.close()
    while conn.recv(1024):
        pass
    info = conn.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
    return struct.unpack_from("I", info, 152)[0]     # tcpi_data_segs_in

print(segments(nodelay=0), segments(nodelay=1))
# ANCHOR_END: counting-segments
