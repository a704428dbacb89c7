# asyncio's streams: each line within its time.
import asyncio
import sys


def option(name):
    return int(sys.argv[sys.argv.index(name) + 1]) / 1000 if name in sys.argv else None


async def serve(reader, writer):
    try:
        while line := await asyncio.wait_for(reader.readline(), option("--idle")):
            writer.write(line.removesuffix(b"\n").removesuffix(b"\r").upper() + b"\n")
            await writer.drain()
    except ValueError:
        writer.write(b"ERR line too long\n")
    except (asyncio.TimeoutError, OSError):
        pass
    writer.close()


async def main():
    host, _, port = sys.argv[1].rpartition(":")
    try:
        server = await asyncio.start_server(serve, host, int(port), limit=4097)
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    await server.serve_forever()


asyncio.run(main())
