# ANCHOR: begin
import socket

def pair():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    conn.settimeout(1)
    return client, conn
# ANCHOR_END: begin

# ANCHOR: where-is-the-second-line
client, conn = pair()
client.sendall(b"one\ntwo\n")
print(conn.makefile("rb").readline())
print(conn.recv(1024))
# ANCHOR_END: where-is-the-second-line

# ANCHOR: a-line-ending-in-two-pieces
pieces = [b"abc\r", b"\ndef\r\n"]
print(b"".join(piece.replace(b"\r\n", b"\n") for piece in pieces))
print(b"".join(pieces).replace(b"\r\n", b"\n"))
# ANCHOR_END: a-line-ending-in-two-pieces

# ANCHOR: a-line-that-does-not-end
client, conn = pair()
client.sendall(b"x" * 10)
file = conn.makefile("rb")
print(file.readline(6))
print(file.readline())
# ANCHOR_END: a-line-that-does-not-end
