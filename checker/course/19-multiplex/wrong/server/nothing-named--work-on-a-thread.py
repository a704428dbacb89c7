# Believed: one loop may wait, but the work is for threads.
import asyncio
import sys

LIMIT = 1 << 20


async def shout(reader, writer):
    try:
        while True:
            length = int.from_bytes(await reader.readexactly(4), "big")
            if length > LIMIT:
                print(f"{length} bytes claimed", file=sys.stderr)
                break
            payload = await reader.readexactly(length)
            answer = await asyncio.to_thread(payload.upper)
            writer.write(length.to_bytes(4, "big") + answer)
            await writer.drain()
    except asyncio.IncompleteReadError as error:
        if error.partial:
            print("the stream ended inside a frame", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    finally:
        writer.close()


async def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    try:
        server = await asyncio.start_server(shout, host, int(port))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    async with server:
        await server.serve_forever()


asyncio.run(main())
