# asyncio, on sockets that are made by hand: its own would take IPv6 alone.
import asyncio
import socket
import sys


def split(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def plain(address):
    host, port = address[:2]
    if host.startswith("::ffff:"):
        host = host[len("::ffff:"):]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listen_at(family, address):
    server = socket.socket(family, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.bind(address)
        server.listen(128)
    except OSError:
        server.close()
        raise
    return server


def listen(text):
    host, port = split(text)
    problem = OSError("no address")
    for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            return listen_at(family, address)
        except OSError as error:
            problem = error
    raise problem


async def tell(reader, writer):
    client, me = writer.get_extra_info("peername"), writer.get_extra_info("sockname")
    if client and me:
        writer.write(f"you are {plain(client)}, I am {plain(me)}\n".encode())
    writer.close()


async def main():
    try:
        listener = listen(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888")
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    server = await asyncio.start_server(tell, sock=listener)
    await server.serve_forever()


asyncio.run(main())
