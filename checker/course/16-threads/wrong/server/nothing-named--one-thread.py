# Believed: what serves many at once has many threads.
import asyncio
import sys


async def serve(reader, writer):
    try:
        while True:
            length = int.from_bytes(await reader.readexactly(4), "big")
            if length > 1 << 20:
                break
            payload = await reader.readexactly(length)
            writer.write(length.to_bytes(4, "big") + payload.upper())
            await writer.drain()
    except (asyncio.IncompleteReadError, OSError) as error:
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
