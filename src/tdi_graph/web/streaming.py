"""Answers from the pool, sent as they come: the status waits for the first chunk, or the end.

What goes wrong before is told by a status; what goes wrong after ends the connection before the
answer's end, so that no client takes a part for the whole.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Send

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Answer, Pool
from tdi_graph.protocol import Request, Response
from tdi_graph.protocol.isolated import Prepared, prepare
from tdi_graph.web import observation

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[None]]

_QUICKLY_READ = 1 << 12


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its client: how to hear it and to answer it, and when it came.

    ``chunks`` tells whether it would notice that an answer breaks off: up to HTTP/1.0, an answer
    whose length is not told ends with the connection (RFC 9112, section 6.3).
    """

    request: Request
    receive: Receive
    send: Send
    arrived: float
    chunks: bool


def lifespan(pool: Pool) -> Lifespan:
    """Return what opens the pool when an application starts and closes it when that ends."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        pool.open()
        yield
        await pool.close()

    return living


async def answer(pool: Pool, exchange: Exchange) -> None:
    """Answer one request, unless the client leaves before."""
    request = exchange.request
    if len(request.body) + len(request.query_string) > _QUICKLY_READ:
        prepared = await run_in_threadpool(prepare, request, pool.timeout)
    else:
        prepared = prepare(request, pool.timeout)
    if isinstance(prepared, Response):
        await send_whole(prepared, exchange.send)
        return
    presence = asyncio.timeout(None)
    try:
        async with presence:
            watch = asyncio.create_task(_watch(exchange.receive, presence))
            try:
                await _answer(pool, prepared, exchange)
            finally:
                watch.cancel()
    except TimeoutError:
        if not presence.expired():
            raise
        observation.left()


async def send_whole(response: Response, send: Send) -> None:
    """Send a response that is complete."""
    await send(_start(response))
    await send({"type": "http.response.body", "body": response.body})


async def _watch(receive: Receive, presence: asyncio.Timeout) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    presence.reschedule(asyncio.get_running_loop().time())


async def _answer(pool: Pool, prepared: Prepared, exchange: Exchange) -> None:
    begun = False
    try:
        async with pool.run(prepared.job, exchange.arrived + prepared.timeout) as answer:
            if not exchange.chunks:
                await _complete(answer)
            observation.answered(answer)
            response = prepared.reply(answer.sort, answer.first, complete=answer.complete)
            begun = not answer.complete and prepared.request.method != "HEAD"
            if begun:
                await _stream(response, answer, exchange.send)
                return
    except TdiError as error:
        observation.failed(error)
        if begun:
            # To return now makes the server close the connection.
            return
        response = prepared.refuse(error)
    await send_whole(response, exchange.send)


async def _complete(answer: Answer) -> None:
    chunks = [answer.first]
    while not answer.complete:
        chunks.append(await answer.more())
    answer.first = b"".join(chunks)


async def _stream(response: Response, answer: Answer, send: Send) -> None:
    await send(_start(response))
    await send({"type": "http.response.body", "body": response.body, "more_body": True})
    while not answer.complete:
        chunk = await answer.more()
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _start(response: Response) -> dict[str, object]:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in response.headers
    ]
    return {"type": "http.response.start", "status": response.status, "headers": headers}
