# ANCHOR: begin
import socket

def pair():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(1)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return client, server, server.getsockname()
# ANCHOR_END: begin

# ANCHOR: lesson-05-again
client, server, address = pair()
client.sendto(b"hello", address)
client.sendto(b"hi", address)
print(server.recv(1024))
# ANCHOR_END: lesson-05-again

# ANCHOR: nothing-at-all
client.sendto(b"", address)
client.sendto(b"after", address)
print(server.recv(1024), server.recv(1024), server.recv(1024))
# ANCHOR_END: nothing-at-all

# ANCHOR: who-is-not-there
client, server, address = pair()
server.close()
client.connect(address)
print(client.send(b"one"))
print(client.send(b"two"))
# ANCHOR_END: who-is-not-there
