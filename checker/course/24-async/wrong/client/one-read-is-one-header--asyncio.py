# Believed: `read(4)` returns four bytes.
import asyncio
import json
import sys


def frame(said):
    payload = json.dumps(said).encode()
    return len(payload).to_bytes(4, "big") + payload


async def type_lines(writer):
    typed = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(typed)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while (line := await typed.readline()) not in (b"", b"q", b"q\n"):
        writer.write(frame({"say": line.removesuffix(b"\n").decode(errors="replace")}))
    writer.write(frame({"quit": True}))


async def print_news(reader):
    while header := await reader.read(4):
        length = int.from_bytes(header, "big")
        if length > 1 << 20:
            raise ValueError("too long")
        match json.loads(await reader.readexactly(length)):
            case {"error": why}:
                raise ValueError(why)
            case {"bye": True}:
                return
            case {"from": name, "say": text}:
                print(f"{name}: {text}", flush=True)
            case {"joined": name}:
                print(f"* {name} joined", flush=True)
            case {"left": name}:
                print(f"* {name} left", flush=True)
    raise EOFError("the server has gone")


async def main():
    host, _, port = sys.argv[1].rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(frame({"join": sys.argv[2]}))
    news = asyncio.create_task(print_news(reader))
    typing = asyncio.create_task(type_lines(writer))
    await asyncio.wait([news, typing], return_when=asyncio.FIRST_COMPLETED)
    try:
        await news
    except (OSError, EOFError):
        if not typing.done():
            raise


try:
    asyncio.run(main())
except (OSError, ValueError, EOFError) as error:
    sys.exit(f"{sys.argv[1]}: {error}")
