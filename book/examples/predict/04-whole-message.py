# Varies.
# ANCHOR: as-much-as-fits
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
message = bytes(8_000_000)
conn.setblocking(False)
sent = 0
while sent < len(message):
    taken = conn.send(message[sent:])
    sent += taken
    print(taken)
# ANCHOR_END: as-much-as-fits

# Varies.
# ANCHOR: the-same-with-a-socket-that-blocks
import signal, socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
signal.signal(signal.SIGALRM, lambda *_: print("ring"))
signal.setitimer(signal.ITIMER_REAL, 2)
print(conn.send(bytes(8_000_000)))
# ANCHOR_END: the-same-with-a-socket-that-blocks

# Not run: it needs a server.
# ANCHOR: by-hand
import socket
client = socket.create_connection(("127.0.0.1", 8888))
client.sendall(b"8000000\n")
input("Now stop the server and let it go on. Then press Enter: ")
print(len(client.makefile("rb").read()))
# ANCHOR_END: by-hand
