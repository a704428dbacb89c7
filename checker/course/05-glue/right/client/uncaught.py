# Plain sockets; errors are reported by an exception that is not caught.
import argparse
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("address")
parser.add_argument("--nodelay", action="store_true")
parser.add_argument("messages", nargs="*")
arguments = parser.parse_intermixed_args()
host, _, port = arguments.address.rpartition(":")
with socket.create_connection((host, int(port))) as client:
    if arguments.nodelay:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for message in arguments.messages:
        client.sendall(message.encode("utf-8", "surrogateescape"))
