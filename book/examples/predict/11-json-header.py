# ANCHOR: one-read
import json, socket
server, client = socket.socketpair()
header = json.dumps({"data_len": 6}).encode()
server.sendall(header)
server.sendall("你好".encode())
print(json.loads(client.recv(1024)))
# ANCHOR_END: one-read

# ANCHOR: numbers
for text in ['{"n": 3}', '{"n": -3}', '{"n": 3.7}', '{"n": "3"}', '{"n": 1e3}', '{}', '{"n": NaN}']:
    try:
        n = int(json.loads(text)["n"])
        print(text, "→", n, bytes(5)[:n])
    except Exception as error:
        print(text, "→", type(error).__name__)
# ANCHOR_END: numbers

# Not run: it asks for a lot of memory.
# ANCHOR: four-bytes-two-gigabytes
import struct
length, = struct.unpack("<i", b"\xff\xff\xff\x7f")
body = bytearray(length)
# ANCHOR_END: four-bytes-two-gigabytes
