# Varies.
# ANCHOR: how-much-fits
import socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
conn.settimeout(1)
sent = 0
try:
    while True:
        sent += conn.send(b"x" * 4096)
except TimeoutError:
    print(sent)
# ANCHOR_END: how-much-fits

# ANCHOR: who-hears-it
import socket

def tell(members):
    for member in members:
        member.sendall(b"hello")

to_alice, alice = socket.socketpair()
to_bob, bob = socket.socketpair()
to_carol, carol = socket.socketpair()
bob.close()
members = [to_alice, to_bob, to_carol]
try:
    tell(members)
except OSError:
    print("one has gone")
for member in members:
    member.close()
print(alice.recv(100))
print(carol.recv(100))
# ANCHOR_END: who-hears-it

# ANCHOR: two-alices
members = {}
members["alice"] = "the socket of the first"
members["alice"] = "the socket of the second"
print(members)
# ANCHOR_END: two-alices
