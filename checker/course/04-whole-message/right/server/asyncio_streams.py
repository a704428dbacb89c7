# asyncio's streams, which never block: `drain` waits until the other side has read.
import asyncio
import sys

BLOCK = bytes(range(251)) * 400


async def serve(reader, writer):
    try:
        missing = int(await reader.readline())
        while missing > 0:
            writer.write(BLOCK[:missing])
            missing -= len(BLOCK)
            await writer.drain()
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
    finally:
        writer.close()


async def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    try:
        server = await asyncio.start_server(serve, host, int(port))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    async with server:
        await server.serve_forever()


asyncio.run(main())
