# Believed: bytes in a row that are no text are shown as one.
import socket, sys, codecs
codecs.register_error('mine',lambda e:('\\x%02x'%e.object[e.start],e.end))
host, port = sys.argv[1].rsplit(":",1)
sizes=[int(x) for x in sys.argv[2:]]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.bind((host, int(port)))
except OSError as e: sys.exit(str(e))
for i,size in enumerate(sizes,1):
    buf=bytearray(size)
    m=s.recv_into(buf,size,socket.MSG_TRUNC)
    data=bytes(buf[:min(m,size)])
    text=data.decode(errors="mine")
    if m>size: text+=f" (cut from {m} bytes)"
    sys.stdout.buffer.write(f"info_{i}: {text}\n".encode()); sys.stdout.flush()
