# asyncio's streams for frames, the loop's own calls for packets.
import asyncio
import socket
import sys

LIMIT = 1 << 20
MOST = 65_536


async def frames(path):
    reader, writer = await asyncio.open_unix_connection(path)

    async def ask(line):
        writer.write(len(line).to_bytes(4, "big") + line)
        await writer.drain()
        length = int.from_bytes(await reader.readexactly(4), "big")
        if length > LIMIT:
            raise ValueError(f"{length} bytes claimed")
        return await reader.readexactly(length)

    return ask


async def packets(path):
    loop = asyncio.get_running_loop()
    conn = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    conn.setblocking(False)
    await loop.sock_connect(conn, path)

    async def ask(line):
        await loop.sock_sendall(conn, line)
        reply = await loop.sock_recv(conn, MOST + 1)
        if not 0 < len(reply) <= MOST:
            raise ValueError(f"a reply of {len(reply)} bytes")
        return reply

    return ask


async def main(path, is_packets):
    loop = asyncio.get_running_loop()
    ask = await (packets if is_packets else frames)(path)
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        line = line.removesuffix(b"\n")
        if line or not is_packets:
            sys.stdout.buffer.write(await ask(line) + b"\n")
            sys.stdout.buffer.flush()


words = sys.argv[1:]
path = words[0] if words else "unix-sockets.sock"
try:
    asyncio.run(main(path, "seqpacket" in words))
except (OSError, EOFError, ValueError) as error:
    sys.exit(f"{path}: {error}")
