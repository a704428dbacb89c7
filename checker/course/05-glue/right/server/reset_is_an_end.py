# A reset is treated as the end of the stream: an empty line for each size that is left.
import socket
import sys

host, _, port = sys.argv[1].rpartition(":")
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {error}")
    listener.listen()
    client, _ = listener.accept()

with client:
    for number, size in enumerate(sys.argv[2:], start=1):
        try:
            data = client.recv(int(size))
        except ConnectionResetError:
            data = b""
        shown = data.decode(errors="backslashreplace")
        print(f"info_{number}: {shown}")
