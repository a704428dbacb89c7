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
class Gone:
    def sendall(self, data):
        raise BrokenPipeError

class Here:
    def sendall(self, data):
        print("heard", data)

try:
    for member in [Here(), Gone(), Here()]:
        member.sendall(b"hello")
except OSError:
    print("one has gone")
# ANCHOR_END: who-hears-it

# ANCHOR: two-alices
members = {}
members["alice"] = "the socket of the first"
members["alice"] = "the socket of the second"
print(members)
# ANCHOR_END: two-alices
