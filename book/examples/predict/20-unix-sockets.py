# ANCHOR: after-the-end
import os, socket

def unix():
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

server = unix()
server.bind("door")
server.listen()
server.close()
open("letter", "w").write("dear all")
for path in ["door", "letter"]:
    try:
        unix().connect(path)
    except OSError as error:
        print(path, error)
print(os.path.exists("door"))
os.unlink("door")
# ANCHOR_END: after-the-end

# ANCHOR: two-at-one-path
one = unix()
one.bind("door")
one.listen()
early = unix()
early.connect("door")
os.unlink("door")
two = unix()
two.bind("door")
two.listen()
late = unix()
late.connect("door")
one.accept()[0].send(b"one")
two.accept()[0].send(b"two")
print(early.recv(9))
print(late.recv(9))
print(one.getsockname() == two.getsockname())
os.unlink("door")
# ANCHOR_END: two-at-one-path

# ANCHOR: a-packet-and-a-small-buffer
for kind in [socket.SOCK_STREAM, socket.SOCK_SEQPACKET]:
    a, b = socket.socketpair(socket.AF_UNIX, kind)
    a.send(b"hello")
    a.send(b"hi")
    print(b.recv(3), b.recv(100))
    if kind == socket.SOCK_SEQPACKET:
        a.send(b"")
    a.close()
    print(b.recv(100))
# ANCHOR_END: a-packet-and-a-small-buffer
