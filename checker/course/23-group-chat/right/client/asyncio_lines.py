# asyncio: two tasks, and standard input as a pipe.
import asyncio
import json
import sys


def frame(word):
    payload = json.dumps(word, ensure_ascii=False).encode()
    return len(payload).to_bytes(4, "big") + payload


async def type_lines(writer):
    loop = asyncio.get_running_loop()
    stdin = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin)
    while line := await stdin.readline():
        text = line.removesuffix(b"\n").decode(errors="replace")
        if text == "q":
            break
        writer.write(frame({"say": text}))
        await writer.drain()
    writer.write(frame({"quit": True}))
    await writer.drain()


async def print_news(reader):
    while True:
        length = int.from_bytes(await reader.readexactly(4), "big")
        if length > 1 << 20:
            raise ValueError("too long")
        news = json.loads(await reader.readexactly(length))
        match news:
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


async def main():
    address, name = sys.argv[1], sys.argv[2]
    host, _, port = address.rpartition(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(frame({"join": name}))
        listening = asyncio.create_task(print_news(reader))
        typing = asyncio.create_task(type_lines(writer))
        done, _ = await asyncio.wait({listening, typing}, return_when=asyncio.FIRST_COMPLETED)
        if typing in done and not typing.exception():
            # It has quit: what was said before is still to come, and then the end.
            try:
                await listening
            except (OSError, asyncio.IncompleteReadError):
                pass
            return
        await listening
    except (OSError, ValueError, asyncio.IncompleteReadError) as error:
        sys.exit(f"{address}: {error}")


asyncio.run(main())
