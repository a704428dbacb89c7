# Believed: a line ends at its first zero.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
addr=(host,int(port))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def ask(line):
    s.sendto(line.split(b'\0')[0], addr)
    while True:
        data, who = s.recvfrom(65535)
        if who == addr: return data
def main():
    for raw in iter(sys.stdin.buffer.readline, b""):
        line = raw.removesuffix(b"\n")
        if line == b"q": break
        reply = ask(line)
        sys.stdout.buffer.write(reply+b"\n"); sys.stdout.buffer.flush()
try: main()
except OSError as e: sys.exit(str(e))
