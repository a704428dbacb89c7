# Believed: `quit` is as good as `q`.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
addr=(host,int(port))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def ask(line):
    s.sendto(line, addr)
    while True:
        data, who = s.recvfrom(65535)
        if who == addr: return data
def main():
    for raw in iter(sys.stdin.buffer.readline, b""):
        line = raw.removesuffix(b"\n")
        if line in (b"q",b"quit",b"exit"): break
        reply = ask(line)
        sys.stdout.buffer.write(reply+b"\n"); sys.stdout.buffer.flush()
try: main()
except OSError as e: sys.exit(str(e))
