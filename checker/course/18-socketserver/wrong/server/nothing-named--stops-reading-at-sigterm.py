# Believed: a thread that should stop need not read what has arrived.
# Luck: lines-that-have-come-to-threads: a thread may have read its lines before it stops.
import os
import select
import signal
import socket
import sys
import threading

MOST = 4096

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
kind = sys.argv[3] if len(sys.argv) > 3 else "tcp"
host, _, port = address.rpartition(":")
if kind not in ("tcp", "threading-tcp", "forking-tcp", "udp", "threading-udp"):
    sys.exit(f"there is no kind {kind}")

woken, wake = socket.socketpair()
wake.setblocking(False)
signal.signal(signal.SIGTERM, lambda *_: None)
signal.set_wakeup_fd(wake.fileno())


def converse(conn):
    kept = b""
    try:
        with conn:
            while not tells_to_stop(conn) and (piece := conn.recv(5000)):
                *lines, kept = (kept + piece).split(b"\n")
                for line in lines:
                    line = line.removesuffix(b"\r")
                    if len(line) > MOST:
                        conn.sendall(b"ERR line too long\n")
                        return
                    conn.sendall(line.upper() + b"\n")
                if len(kept) > MOST + 1:
                    conn.sendall(b"ERR line too long\n")
                    return
            if kept:
                conn.sendall(kept.upper() + b"\n")
    except OSError as error:
        print(error, file=sys.stderr)


def reap(options):
    try:
        while os.waitpid(-1, options)[0]:
            pass
    except ChildProcessError:
        pass


def tells_to_stop(door):
    ready, _, _ = select.select([woken, door], [], [])
    return woken in ready


try:
    if kind.endswith("udp"):
        door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        door.bind((host, int(port)))
    else:
        door = socket.create_server((host, int(port)), backlog=64)
except OSError as error:
    sys.exit(f"{address}: {error}")

threads = []
while not tells_to_stop(door):
    if kind == "udp":
        data, client = door.recvfrom(65536)
        door.sendto(data.upper(), client)
        continue
    if kind == "threading-udp":
        data, client = door.recvfrom(65536)
        threading.Thread(target=lambda d=data, c=client: door.sendto(d.upper(), c)).start()
        continue
    conn, client = door.accept()
    if kind == "tcp":
        converse(conn)
    elif kind == "threading-tcp":
        threads = [thread for thread in threads if thread.is_alive()]
        threads.append(threading.Thread(target=converse, args=(conn,)))
        threads[-1].start()
    else:
        if os.fork() == 0:
            door.close()
            converse(conn)
            os._exit(0)
        conn.close()
        reap(os.WNOHANG)

door.close()
for thread in threads:
    thread.join()
reap(0)
