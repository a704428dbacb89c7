# asyncio's streams: all clients at once, on one thread.
import asyncio
import sys


async def shout(reader, writer):
    try:
        while data := await reader.read(1024):
            writer.write(data.upper())
            await writer.drain()
    except OSError as error:
        print(error, file=sys.stderr)
    finally:
        writer.close()


async def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    try:
        server = await asyncio.start_server(shout, host, int(port), backlog=5, reuse_address=True)
    except OSError as error:
        sys.exit(f"{address}: {error}")
    async with server:
        await server.serve_forever()


asyncio.run(main())
