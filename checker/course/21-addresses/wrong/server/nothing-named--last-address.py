# Believed: the addresses of a name are as good as each other, so take the last.
import socket, sys, ipaddress, urllib.parse
told = sys.argv[1] if len(sys.argv)>1 else "127.0.0.1:8888"
host, port = told.rsplit(":",1)
host=host.strip("[]")
def show(a):
    ip=ipaddress.ip_address(a[0])
    ip=getattr(ip,"ipv4_mapped",None) or ip
    return f"[{ip}]:{a[1]}" if ip.version==6 else f"{ip}:{a[1]}"
def listen():
    last=None
    for fam,typ,proto,_,addr in socket.getaddrinfo(host,int(port),type=socket.SOCK_STREAM)[::-1]:
        s=socket.socket(fam,typ,proto)
        s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1)
        try:
            if fam==socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6,socket.IPV6_V6ONLY,0)
            s.bind(addr); s.listen(100); return s
        except OSError as e: last=e; s.close()
    raise last
try: s=listen()
except OSError as e: sys.exit(str(e))
while True:
    try:
        c,who=s.accept()
        with c:
            c.sendall(f"you are {show(who)}, I am {show(c.getsockname())}\n".encode())
    except OSError as e: print(e,file=sys.stderr)
