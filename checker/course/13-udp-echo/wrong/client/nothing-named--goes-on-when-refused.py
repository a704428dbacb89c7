# Believed: who is refused tells so, and takes the next line.
import socket, sys
host, port = sys.argv[1].rsplit(":",1)
addr=(host,int(port))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(addr)
def ask(line):
    s.send(line)
    return s.recv(65535)
def main():
    for raw in iter(sys.stdin.buffer.readline, b""):
        line = raw.removesuffix(b"\n")
        if line == b"q": break
        try: reply = ask(line)
        except ConnectionRefusedError as e:
            print(e,file=sys.stderr); continue
        sys.stdout.buffer.write(reply+b"\n"); sys.stdout.buffer.flush()
try: main()
except OSError as e: sys.exit(str(e))
