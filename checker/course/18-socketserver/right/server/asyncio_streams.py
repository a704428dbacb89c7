# asyncio: streams for lines, a socket of its own for datagrams. `tcp` lets everybody in and serves them by a
# lock, one whole conversation after another; a process for each is a worker of its own.
import asyncio
import signal
import socket
import subprocess
import sys


async def converse(reader, writer):
    kept = b""
    try:
        while piece := await reader.read(4096):
            *lines, kept = (kept + piece).split(b"\n")
            for line in lines:
                line = line.removesuffix(b"\r")
                if len(line) > 4096:
                    writer.write(b"ERR line too long\n")
                    return
                writer.write(line.upper() + b"\n")
                await writer.drain()
            if len(kept) > 4097:
                writer.write(b"ERR line too long\n")
                return
        if kept:
            writer.write(kept.upper() + b"\n")
        await writer.drain()
    except ConnectionError as error:
        print(error, file=sys.stderr)
    finally:
        writer.close()


async def lines(host, port, stop, in_turn):
    lock, clients = asyncio.Lock(), set()

    async def serve(reader, writer):
        clients.add(asyncio.current_task())
        if in_turn:
            async with lock:
                await converse(reader, writer)
        else:
            await converse(reader, writer)

    server = await asyncio.start_server(serve, host, port)
    await stop.wait()
    server.close()
    while any(not client.done() for client in clients):
        await asyncio.wait([client for client in clients if not client.done()])


async def processes(host, port, stop):
    loop, workers = asyncio.get_running_loop(), set()
    listener = socket.create_server((host, port), backlog=32)
    listener.setblocking(False)
    stopped = asyncio.create_task(stop.wait())
    while not stop.is_set():
        accepting = asyncio.create_task(loop.sock_accept(listener))
        await asyncio.wait([accepting, stopped], return_when=asyncio.FIRST_COMPLETED)
        if not accepting.done():
            accepting.cancel()
            break
        conn, _ = accepting.result()
        conn.setblocking(True)
        worker = await asyncio.create_subprocess_exec(
            sys.executable, __file__, "worker", stdin=conn)
        conn.close()
        workers.add(asyncio.create_task(worker.wait()))
    listener.close()
    if workers:
        await asyncio.wait(workers)


async def datagrams(host, port, stop, in_turn):
    # No `create_datagram_endpoint`: its transport sends no empty datagram (Python 3.11).
    loop = asyncio.get_running_loop()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind((host, port))

    async def answer():
        while True:
            data, client = await loop.sock_recvfrom(sock, 65536)
            if in_turn:
                await loop.sock_sendto(sock, data.upper(), client)
            else:
                loop.run_in_executor(None, sock.sendto, data.upper(), client)

    answering = asyncio.create_task(answer())
    await stop.wait()
    answering.cancel()


async def work():
    await converse(*await asyncio.open_connection(sock=socket.socket(fileno=0)))


async def main(address, kind):
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    host, _, port = address.rpartition(":")
    if kind in ("tcp", "threading-tcp"):
        await lines(host, int(port), stop, in_turn=kind == "tcp")
    elif kind == "forking-tcp":
        await processes(host, int(port), stop)
    elif kind in ("udp", "threading-udp"):
        await datagrams(host, int(port), stop, in_turn=kind == "udp")
    else:
        raise OSError("no such kind")


if sys.argv[1:] == ["worker"]:
    asyncio.run(work())
else:
    try:
        asyncio.run(main(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else "tcp"))
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {error}")
