# Believed: a refusal is noise, and the reply will come.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
addr=(host,int(port))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(addr)
def ask(line):
    s.send(line)
    while True:
        try: return s.recv(65535)
        except ConnectionRefusedError: pass
def main():
    for raw in iter(sys.stdin.buffer.readline, b""):
        line = raw.removesuffix(b"\n")
        if line == b"q": break
        reply = ask(line)
        sys.stdout.buffer.write(reply+b"\n"); sys.stdout.buffer.flush()
try: main()
except OSError as e: sys.exit(str(e))
