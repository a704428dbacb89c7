# asyncio: one thread, its own sockets (for `start_unix_server` removes any socket at its path, live or
# not), a packet as a datagram of the loop's, and a signal handler of the loop's.
import argparse
import asyncio
import errno
import os
import signal
import socket
import stat
import struct
import sys

LIMIT = 1 << 20
MOST = 65_536


def listen(path, kind):
    server = socket.socket(socket.AF_UNIX, kind)
    try:
        server.bind(path)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise
        with socket.socket(socket.AF_UNIX, kind) as visitor:
            try:
                visitor.connect(path)
            except ConnectionRefusedError:
                os.unlink(path)
        server.bind(path)
    os.chmod(path, 0o600)
    server.listen(100)
    server.setblocking(False)
    return server


async def frames(conn):
    reader, writer = await asyncio.open_unix_connection(sock=conn)
    try:
        while True:
            header = await reader.readexactly(4)
            length = int.from_bytes(header, "big")
            if length > LIMIT:
                raise ValueError(f"{length} bytes claimed")
            writer.write(header + (await reader.readexactly(length)).upper())
            await writer.drain()
    finally:
        writer.close()


async def packets(conn):
    loop = asyncio.get_running_loop()
    with conn:
        while packet := await loop.sock_recv(conn, MOST + 1):
            if len(packet) > MOST:
                raise ValueError("too long")
            await loop.sock_sendall(conn, packet.upper())


async def serve(conn, kind):
    credentials = conn.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    print(f"hello, uid {struct.unpack('3i', credentials)[1]}", file=sys.stderr)
    try:
        await (packets if kind == socket.SOCK_SEQPACKET else frames)(conn)
    except asyncio.IncompleteReadError as error:
        if error.partial:
            print(f"client: {error}", file=sys.stderr)
    except (OSError, ValueError) as error:
        print(f"client: {error}", file=sys.stderr)


async def main(path, kind):
    loop = asyncio.get_running_loop()
    server = listen(path, kind)
    mine = os.lstat(path)

    def end():
        if os.path.samestat(mine, os.lstat(path)):
            os.unlink(path)
        os._exit(0)

    loop.add_signal_handler(signal.SIGTERM, end)
    clients = set()
    while True:
        conn, _ = await loop.sock_accept(server)
        task = asyncio.create_task(serve(conn, kind))
        clients.add(task)
        task.add_done_callback(clients.discard)


parser = argparse.ArgumentParser()
parser.add_argument("path", nargs="?", default="unix-sockets.sock")
parser.add_argument("--kind", default="stream")
arguments = parser.parse_args()
kind = socket.SOCK_SEQPACKET if arguments.kind == "seqpacket" else socket.SOCK_STREAM
try:
    asyncio.run(main(arguments.path, kind))
except OSError as error:
    sys.exit(f"{arguments.path}: {error}")
