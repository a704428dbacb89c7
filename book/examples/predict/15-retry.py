# ANCHOR: begin
import socket, threading, time

def server():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    def answer(data, client):
        if data == b"slow":
            time.sleep(0.3)
        s.sendto(data.upper(), client)
    def serve():
        while True:
            threading.Thread(target=answer, args=s.recvfrom(1024)).start()
    threading.Thread(target=serve, daemon=True).start()
    return s.getsockname()

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(server())
client.settimeout(0.2)

def ask(question):
    for _ in range(7):
        client.send(question)
        try:
            return client.recv(1024)
        except TimeoutError:
            pass
# ANCHOR_END: begin

# Varies on a busy machine.
# ANCHOR: no-id
print(ask(b"slow"))
time.sleep(0.5)
print(ask(b"one"))
print(ask(b"two"))
# ANCHOR_END: no-id
