# asyncio, which tries the addresses by itself.
import asyncio
import sys


async def main():
    text = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = text.rpartition(":")
    try:
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        line = await reader.readline()
        writer.close()
    except OSError as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    if not line.endswith(b"\n"):
        sys.exit(f"{sys.argv[0]}: the server left")
    sys.stdout.buffer.write(line)


asyncio.run(main())
