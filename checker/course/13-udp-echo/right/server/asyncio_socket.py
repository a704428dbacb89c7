# asyncio with the socket itself: until Python 3.13 a transport's `sendto` sends no empty datagram.
import asyncio
import socket
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


async def main():
    loop = asyncio.get_running_loop()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setblocking(False)
    try:
        server.bind((host, int(port)))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    while True:
        data, client = await loop.sock_recvfrom(server, 65535)
        await loop.sock_sendto(server, data.upper(), client)


asyncio.run(main())
