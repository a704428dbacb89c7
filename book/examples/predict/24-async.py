# Varies on a busy machine.
# ANCHOR: who-is-first
import asyncio, time

async def say(word, pause):
    pause(0.1)
    print(word)

async def main():
    await asyncio.gather(*(say(word, time.sleep) for word in "abc"))

begun = time.monotonic()
asyncio.run(main())
print(round(time.monotonic() - begun, 1))
# ANCHOR_END: who-is-first

# ANCHOR: what-the-loser-lost
import asyncio

async def lines(queue, begun=""):
    while not begun.endswith("\n"):
        begun += await queue.get()
    return begun

async def race(*futures):
    tasks = [asyncio.create_task(future) for future in futures]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    return done.pop().result()

async def main():
    keys, news = asyncio.Queue(), asyncio.Queue()
    for key in "hel":
        keys.put_nowait(key)
    asyncio.get_running_loop().call_later(0.1, news.put_nowait, "* bob joined")
    print(await race(lines(keys), news.get()))
    for key in "lo\n":
        keys.put_nowait(key)
    print(repr(await race(lines(keys), news.get())))

asyncio.run(main())
# ANCHOR_END: what-the-loser-lost

# Varies.
# ANCHOR: how-many
import resource
print(resource.getrlimit(resource.RLIMIT_NOFILE))
# ANCHOR_END: how-many
