# Believed: an id smaller than the newest is old, and has been answered.
import socket, sys, struct
host, port = sys.argv[1].rsplit(":",1)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.bind((host, int(port)))
except OSError as e: sys.exit(str(e))
known={}; top={}; count=0
while True:
    data, who = s.recvfrom(65535)
    if len(data)<4: continue
    key=(who,data[:4])
    if key not in known and data[:4]<top.get(who,b''): continue
    top[who]=data[:4]
    if key not in known:
        count+=1
        known[key]=data[:4]+struct.pack(">I",count)+data[4:].upper()
    try: s.sendto(known[key], who)
    except OSError as e: print(e,file=sys.stderr)
