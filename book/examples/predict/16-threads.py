# ANCHOR: who-waits-for-whom
import socket, threading

def pair():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    return client, conn

lock = threading.Lock()

def answer(conn, size):
    with lock:
        conn.sendall(b"x" * size)

alice, to_alice = pair()
bob, to_bob = pair()
bob.settimeout(1)
threading.Thread(target=answer, args=(to_alice, 50_000_000), daemon=True).start()
alice.recv(1, socket.MSG_PEEK)      # her answer has begun
threading.Thread(target=answer, args=(to_bob, 2), daemon=True).start()
print(bob.recv(2))
# ANCHOR_END: who-waits-for-whom

# Varies with the order of the threads.
# ANCHOR: whose-conn-is-it
import socket, threading

def serve():
    while data := conn.recv(1024):
        conn.sendall(data.upper())

server = socket.create_server(("127.0.0.1", 0))
alice = socket.create_connection(server.getsockname())
bob = socket.create_connection(server.getsockname())
for _ in range(2):
    conn, _ = server.accept()
    threading.Thread(target=serve, daemon=True).start()
alice.sendall(b"i am alice")
bob.sendall(b"i am bob")
alice.settimeout(1)
print(bob.recv(100))
print(alice.recv(100))
# ANCHOR_END: whose-conn-is-it

# Not run: the point is how the program ends.
# ANCHOR: the-end-of-the-main-thread
import threading, time

def work():
    time.sleep(3)
    print("done")

threading.Thread(target=work).start()
print("main ends")
# ANCHOR_END: the-end-of-the-main-thread
