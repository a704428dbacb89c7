# ANCHOR: begin
import socket, struct

def pair():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    conn.settimeout(1)
    return client, conn

def frame(payload):
    return struct.pack(">I", len(payload)) + payload
# ANCHOR_END: begin

# ANCHOR: five-the-wrong-way-round
print(struct.unpack("<I", struct.pack(">I", 5)))
# ANCHOR_END: five-the-wrong-way-round

# ANCHOR: the-end-of-the-stream
client, conn = pair()
client.sendall(frame(b"hello")[:6])
client.close()
file = conn.makefile("rb")
print(file.read(4), file.read(5), file.read(5))
# ANCHOR_END: the-end-of-the-stream

# ANCHOR: two-readers
client, conn = pair()
client.sendall(frame(b"hello") + frame(b"hi"))
print(conn.makefile("rb").read(9))
print(conn.makefile("rb").read(6))
# ANCHOR_END: two-readers
