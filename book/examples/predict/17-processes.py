# ANCHOR: who-says-good-bye
import os, socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
client.settimeout(1)

if os.fork() == 0:
    conn.sendall(b"good-bye")
    conn.close()
    os._exit(0)

print(client.recv(100))
try:
    print(client.recv(100))
except TimeoutError:
    print("nothing")
conn.close()
print(client.recv(100))
# ANCHOR_END: who-says-good-bye

# ANCHOR: after-its-end
import os

child = os.fork()
if child == 0:
    os._exit(3)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)     # waits, and leaves its status there
print(open(f"/proc/{child}/stat").read().split()[2])
print(os.waitpid(child, 0)[1])
print(os.path.exists(f"/proc/{child}"))
# ANCHOR_END: after-its-end

# Not run: its children print to the real standard output.
# ANCHOR: what-does-a-child-have
import os, socket, subprocess, sys

server = socket.create_server(("127.0.0.1", 0))
print(server.get_inheritable(), flush=True)
count = "import os; print(len(os.listdir('/proc/self/fd')) - 1, flush=True)"
subprocess.run([sys.executable, "-c", count])
if os.fork() == 0:
    exec(count)
    os._exit(0)
os.wait()
# ANCHOR_END: what-does-a-child-have
