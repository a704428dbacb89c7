# A cork that is pulled behind each message lets it leave at once, Nagle or not (TCP_CORK, tcp(7)).
import os
import socket
import sys

address, *messages = sys.argv[1:]
host, _, port = address.rpartition(":")
if messages[:1] == ["--nodelay"]:
    del messages[0]
try:
    with socket.create_connection((host, int(port))) as client:
        for message in messages:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
            client.sendall(os.fsencode(message))
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
except OSError as error:
    sys.exit(f"{address}: {error}")
