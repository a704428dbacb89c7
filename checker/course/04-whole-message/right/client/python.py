# Plain sockets; `recv` until it returns nothing.
import socket
import sys

address, count = sys.argv[1], int(sys.argv[2])
host, _, port = address.rpartition(":")

data = bytearray()
try:
    with socket.create_connection((host, int(port))) as client:
        client.sendall(f"{count}\n".encode())
        while piece := client.recv(65536):
            data += piece
except OSError as error:
    sys.exit(f"{address}: {error}")

expected = (bytes(range(251)) * (count // 251 + 1))[:count]
if not expected.startswith(data):
    wrong = next(i for i, byte in enumerate(data) if i >= count or byte != expected[i])
    print(f"{len(data)} bytes, wrong at byte {wrong}")
elif len(data) < count:
    print(f"only {len(data)} of {count} bytes arrived")
else:
    print(f"{len(data)} bytes, intact")
sys.exit(bytes(data) != expected)
