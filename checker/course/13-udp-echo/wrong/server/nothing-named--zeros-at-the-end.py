# Believed: zeros at the end fill a buffer, and are not meant.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.bind((host, int(port)))
except OSError as e:
    sys.exit(str(e))
while True:
    data, who = s.recvfrom(65535)
    out = data.rstrip(b'\0').upper()
    s.sendto(out, who)
