# Believed: one send, one packet.
import socket
import sys

address, messages = sys.argv[1], sys.argv[2:]
host, _, port = address.rpartition(":")
try:
    client = socket.create_connection((host, int(port)))
    for message in messages:
        if message != "--nodelay":
            client.send(message.encode())
    client.close()
except OSError as error:
    sys.exit(f"{address}: {error}")
