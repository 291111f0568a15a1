"""Holds many connections that send a search's body one byte a second, until it is ended.

usage: slow_clients.py PORT CLIENTS RESULT.json

A connection that is closed or answered is opened again after a second, so the pressure stays.
"""
import asyncio
import collections
import json
import signal
import sys

port, clients, result = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
answers = collections.Counter()
state = collections.Counter()


async def client():
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            state["not connected"] += 1
            await asyncio.sleep(1)
            continue
        state["opened"] += 1
        state["open"] += 1
        state["openMost"] = max(state["openMost"], state["open"])
        try:
            await dribble(reader, writer)
        except OSError:
            answers["connection closed"] += 1
        finally:
            state["open"] -= 1
            writer.close()
        await asyncio.sleep(1)


async def dribble(reader, writer):
    writer.write(
        b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/jpeg\r\n"
        b"Content-Length: 1000000\r\n\r\n"
    )
    answer = asyncio.create_task(reader.readline())
    try:
        while not answer.done():
            writer.write(b"\xff")
            await writer.drain()
            await asyncio.wait([answer], timeout=1)
        words = answer.result().split()
        answers[words[1].decode() if len(words) > 1 else "connection closed"] += 1
    finally:
        answer.cancel()


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [asyncio.create_task(client()) for _ in range(clients)]
    await stop.wait()
    with open(result, "w") as out:
        json.dump({"clients": clients, "opened": state["opened"], "openAtOnce": state["openMost"],
                   "answers": dict(answers)}, out)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
