# Believed: what somebody has said before is a copy, and needs no answer.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.bind((host, int(port)))
except OSError as e:
    sys.exit(str(e))
seen=set()
while True:
    data, who = s.recvfrom(65535)
    if (data,who) in seen: continue
    seen.add((data,who))
    out = data.upper()
    s.sendto(out, who)
