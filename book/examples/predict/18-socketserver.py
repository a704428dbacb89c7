# Varies on a busy machine.
# ANCHOR: a-flag
import os, signal, socket, threading, time

stopping = False
def stop(*_):
    global stopping
    stopping = True
signal.signal(signal.SIGTERM, stop)

server = socket.create_server(("127.0.0.1", 0))
began = time.monotonic()
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
threading.Timer(1.5, socket.create_connection, (server.getsockname(),)).start()
while not stopping:
    server.accept()
print(round(time.monotonic() - began, 1))
# ANCHOR_END: a-flag

# Varies on a busy machine.
# ANCHOR: what-the-class-remembers
import socket, socketserver, threading, time

class Upper(socketserver.BaseRequestHandler):
    kept = bytearray()

    def handle(self):
        while data := self.request.recv(1024):
            self.kept.extend(data)
            if self.kept.endswith(b"\n"):
                self.request.sendall(self.kept.upper())
                self.kept.clear()

server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
alice = socket.create_connection(server.server_address)
bob = socket.create_connection(server.server_address)
alice.sendall(b"hel")
time.sleep(0.1)
bob.sendall(b"good morning\n")
print(bob.recv(100))
# ANCHOR_END: what-the-class-remembers

# ANCHOR: ten-thousand-bytes
import socket, socketserver, threading

class Echo(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read())

server = socketserver.UDPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"x" * 10_000, server.server_address)
print(len(client.recv(65536)))
# ANCHOR_END: ten-thousand-bytes
