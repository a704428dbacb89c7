# ANCHOR: begin
import socket

def pair():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(1)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return client, server, server.getsockname()
# ANCHOR_END: begin

# ANCHOR: five-bytes-into-three
client, server, address = pair()
client.sendto(b"hello", address)
client.sendto(b"hi", address)
print(server.recv(3))
print(server.recv(3))
print(server.recv(3))
# ANCHOR_END: five-bytes-into-three

# ANCHOR: was-that-all
client, server, address = pair()
buffer = bytearray(3)
for _ in range(3):
    client.sendto(b"hello", address)
print(len(server.recv(3)))
print(bool(server.recvmsg(3)[2] & socket.MSG_TRUNC))
print(server.recv_into(buffer, 3, socket.MSG_TRUNC), bytes(buffer))
# ANCHOR_END: was-that-all

# ANCHOR: room-for-nothing
client, server, address = pair()
client.sendto(b"hello", address)
client.sendto(b"hi", address)
print(server.recvfrom(0)[0])
print(server.recv(5))
# ANCHOR_END: room-for-nothing

# ANCHOR: no-limit-at-1472
client, server, address = pair()
for size in [1_472, 1_473, 65_507, 65_508]:
    try:
        client.sendto(bytes(size), address)
        print(size, "sent,", len(server.recv(65_535)), "received")
    except OSError as error:
        print(size, error)
# ANCHOR_END: no-limit-at-1472
