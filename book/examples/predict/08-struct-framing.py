# ANCHOR: four-bytes-three-numbers
import struct
data = struct.pack('<i', -2)
print(data, struct.unpack('>i', data)[0], struct.unpack('<I', data)[0])
# ANCHOR_END: four-bytes-three-numbers

# ANCHOR: a-header-in-pieces
import socket, struct
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
frame = struct.pack('<i', 6) + "你好".encode()
conn.sendall(frame[:1])
header = client.recv(4)
conn.sendall(frame[1:])
(length,) = struct.unpack('<i', header)
# ANCHOR_END: a-header-in-pieces

# Not run: two gigabytes.
# ANCHOR: an-empty-promise
conn.sendall(struct.pack('<i', 2**31 - 1))
claimed = client.recv(1024)[-4:]
buffer = bytearray(struct.unpack('<i', claimed)[0])
# ANCHOR_END: an-empty-promise
