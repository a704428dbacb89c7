# One thread, an event loop, and the loop's own subprocesses.
import asyncio
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


async def execute(command):
    try:
        process = await asyncio.create_subprocess_exec(
            "sh", "-c", command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
        )
    except (OSError, ValueError) as error:
        return str(error).encode()
    output, errors = await process.communicate()
    return errors or output


async def serve(reader, writer):
    try:
        while command := await reader.read(1024):
            answer = await execute(command)
            writer.write(struct.pack("<i", len(answer)) + answer)
            await writer.drain()
    except OSError as error:
        print(error, file=sys.stderr)
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, host, int(port))
    async with server:
        await server.serve_forever()


try:
    asyncio.run(main())
except OSError as error:
    sys.exit(f"{address}: {error}")
