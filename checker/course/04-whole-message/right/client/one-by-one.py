# Lists of numbers, compared one by one: seconds of work for eight million, and no loop that never waits.
import socket
import sys

address, count = sys.argv[1], int(sys.argv[2])
host, _, port = address.rpartition(":")

numbers = []
try:
    with socket.create_connection((host, int(port))) as client:
        client.sendall(f"{count}\n".encode())
        while piece := client.recv(4096):
            numbers.extend(piece)
except OSError as error:
    sys.exit(f"{address}: {error}")

for index, (number, expected) in enumerate(zip(numbers, [i % 251 for i in range(count)])):
    if number != expected:
        print(f"{len(numbers)} bytes, wrong at byte {index}")
        sys.exit(1)
if len(numbers) < count:
    print(f"only {len(numbers)} of {count} bytes arrived")
    sys.exit(1)
print(f"{count} bytes, intact")
