# ANCHOR: whose-answer-is-that
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
conn.sendall(b"a" * 25)             # the answer to the first command
print(client.recv(10))
conn.sendall(b"b" * 5)              # the answer to the second
print(client.recv(10))
print(client.recv(10))
# ANCHOR_END: whose-answer-is-that

# Not run: it waits for ever.
# ANCHOR: a-talkative-command
import subprocess
for count in (10_000, 100_000):
    process = subprocess.Popen(["head", "-c", str(count), "/dev/zero"], stdout=subprocess.PIPE)
    process.wait()
    print(len(process.stdout.read()))
# ANCHOR_END: a-talkative-command

# Not run: it waits for the keyboard.
# ANCHOR: no-input
import subprocess
print(subprocess.run("cat", shell=True, capture_output=True))
# ANCHOR_END: no-input
