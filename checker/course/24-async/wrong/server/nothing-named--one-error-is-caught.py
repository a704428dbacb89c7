# Believed: a client leaves with a ConnectionError. `readexactly` raises another error at the end of the stream.
import asyncio
import json
import resource
import signal
import sys
from datetime import datetime, timezone

LIMIT = 1 << 20
MOST = 512 << 10

members = {}


def frame(news):
    payload = json.dumps(news).encode()
    return len(payload).to_bytes(4, "big") + payload


def tell(news):
    data = frame(news)
    for name, writer in list(members.items()):
        if members.get(name) is not writer:
            continue
        writer.write(data)
        if writer.transport.get_write_buffer_size() > MOST:
            writer.transport.abort()
            leave(name, writer)


def leave(name, writer):
    if members.get(name) is writer:
        del members[name]
        tell({"left": name})


async def hear(reader):
    length = int.from_bytes(await reader.readexactly(4), "big")
    if length > LIMIT:
        raise ValueError("too long")
    said = json.loads(await reader.readexactly(length))
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


async def serve(reader, writer):
    name = None
    try:
        first = await hear(reader)
        wanted = first.get("join")
        if not isinstance(wanted, str) or not wanted or wanted in members:
            writer.write(frame({"error": "choose another name"}))
            return
        name = wanted
        members[name] = writer
        tell({"joined": name})
        while True:
            said = await hear(reader)
            text = said.get("say")
            if not isinstance(text, str) or len(text.encode()) > 4096:
                break
            at = datetime.now(timezone.utc).isoformat()
            tell({"from": name, "at": at, "say": text})
    except ConnectionError as error:
        print(error, file=sys.stderr)
    if name is not None:
        leave(name, writer)
    writer.close()


async def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
    host, _, port = address.rpartition(":")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        await asyncio.start_server(serve, host, int(port))
    except OSError as error:
        sys.exit(f"{address}: {error}")
    await stop.wait()
    tell({"bye": True})
    everybody = list(members.values())
    members.clear()
    for writer in everybody:
        writer.write_eof()
    await asyncio.sleep(0.05)


asyncio.run(main())
