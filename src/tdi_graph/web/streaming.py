"""Answers sent as they come: the status waits for the first chunk, or the end.

What goes wrong before is told by a status; what goes wrong after ends the connection before the
answer's end, so that no client takes a part for the whole.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import starmap
from typing import TypeAlias

from fastapi import FastAPI
from starlette.types import Receive, Send

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Kind, Pool
from tdi_graph.protocol import Answering, Evaluation, Prepared, Response
from tdi_graph.web import observation
from tdi_graph.web.cache import Headers
from tdi_graph.web.encoding import LONG, SHORTEST, Encoder, encoded, encoder
from tdi_graph.web.safety import HEADERS

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[None]]

WATCHED_AFTER = 0.02
"""After how many seconds it is watched whether the client is still there."""

_ALREADY = "X-Content-Type-Options"
_SAFE: Headers = tuple(
    (name.lower().encode(), value.encode()) for name, value in HEADERS.items() if name != _ALREADY
)


@dataclass(slots=True)
class Exchange:
    """A client: how to hear it and to answer it, and when its request came, for the event loop.

    ``chunks`` tells whether it would notice that an answer breaks off: up to HTTP/1.0, an answer
    whose length is not told ends with the connection (RFC 9112, section 6.3). ``keep`` is how long
    an answer may be to be given again, and ``too_long`` is called when one is longer.
    """

    receive: Receive
    send: Send
    arrived: float
    chunks: bool = True
    keep: int = 0
    too_long: Callable[[], None] = field(default=lambda: None)
    is_current: Callable[[], bool] = field(default=lambda: True)
    """Tells whether the data are still those which the request was prepared for."""


@dataclass(frozen=True, slots=True)
class Again:
    """An answer that was given whole: what was prepared, its sort, its body as it was sent."""

    prepared: Prepared
    sort: Kind
    body: bytes
    encoded: bool

    @property
    def tag(self) -> str:
        """Its entity tag, empty if the same request may have another answer."""
        return self.prepared.tag

    @property
    def format(self) -> str:
        """Its media type."""
        return self.prepared.media_type(self.sort)

    def headers(self, method: str) -> Headers:
        """Return the headers of the same answer to a request by ``method``."""
        request = replace(self.prepared.request, method=method)
        prepared = replace(self.prepared, request=request)
        return encoded_headers(prepared.reply(self.sort, self.body, encoded=self.encoded).headers)

    def unchanged(self) -> Headers:
        """Return the headers of a 304 instead of it."""
        return encoded_headers(self.prepared.unchanged.headers)


@dataclass(slots=True)
class Course:
    """What has become of a request so far; times are those of ``time.monotonic``."""

    status: int = 0
    size: int = 0
    whole: bool = False
    cached: bool = False
    began: float = 0.0
    ended: float = 0.0
    format: str = ""
    again: Again | None = None
    """What it takes to give the same answer again."""


def lifespan(pool: Pool) -> Lifespan:
    """Return what opens the pool when an application starts and closes it when that ends."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        pool.open()
        yield
        await pool.close()

    return living


async def answer(evaluation: Evaluation, prepared: Prepared, exchange: Exchange) -> Course:
    """Answer one request, unless the client leaves before; return what became of it."""
    course = Course()
    presence = _Presence(exchange, course)
    try:
        await _answer(evaluation, prepared, exchange, course)
    except asyncio.CancelledError:
        if not presence.forgive():
            raise
        observation.left()
    finally:
        presence.end()
    return course


def at_once(prepared: Prepared, answering: Answering) -> Again | None:
    """Make an answer that is there ready to be sent, None if it takes long to be encoded."""
    body = answering.first
    by = _encoder(prepared, len(body))
    if by and len(body) >= LONG:
        return None
    if by:
        body = by.encode(body, last=True)
    return Again(prepared, answering.sort, body, by is not None)


async def send_whole(response: Response, send: Send, course: Course) -> None:
    """Send a response that is complete."""
    course.status, course.size = response.status, len(response.body)
    await send(start(response.status, encoded_headers(response.headers)))
    await send({"type": "http.response.body", "body": response.body})
    course.whole = True


def start(status: int, headers: Headers) -> dict[str, object]:
    """Make the message that begins an answer; it is a new one each time, and may be changed."""
    return {"type": "http.response.start", "status": status, "headers": headers}


def encoded_headers(headers: tuple[tuple[str, str], ...]) -> Headers:
    """Write headers as they go over the line, with those that every answer bears."""
    return (*starmap(_encoded, headers), *_SAFE)


class _Presence:
    """Cancels the task that answers when the client is gone; quick answers need no watch."""

    def __init__(self, exchange: Exchange, course: Course) -> None:
        self._receive = exchange.receive
        self._course = course
        self._task = asyncio.current_task()
        self._watch: asyncio.Task[None] | None = None
        self._gone = False
        self._alarm = asyncio.get_running_loop().call_later(WATCHED_AFTER, self._begin)

    def forgive(self) -> bool:
        """Tell whether it was this that cancelled the task, and let it go on."""
        if self._gone and self._task:
            self._task.uncancel()
        return self._gone

    def end(self) -> None:
        self._alarm.cancel()
        if self._watch:
            self._watch.cancel()

    def _begin(self) -> None:
        self._watch = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        # Who leaves with the whole answer is as one should be; its worker need not be ended.
        if self._course.whole:
            return
        self._gone = True
        if self._task:
            self._task.cancel()


async def _answer(
    evaluation: Evaluation, prepared: Prepared, exchange: Exchange, course: Course
) -> None:
    head = prepared.request.method == "HEAD"
    try:
        async with evaluation.run(prepared.job, exchange.arrived + prepared.timeout) as answering:
            course.began = answering.began
            observation.answered(answering.began, answering.release)
            if not exchange.is_current():
                prepared = prepared.untagged()
            if not answering.complete and exchange.chunks and not head:
                await _stream(prepared, answering, exchange, course)
                return
            chunks = [answering.first]
            while not answering.complete and not exchange.chunks:
                chunks.append(await answering.more())
            sort, complete = answering.sort, answering.complete
    except TdiError as error:
        observation.failed(error)
        # What has begun is left without its end, which makes the server close the connection.
        if not course.status:
            await send_whole(prepared.refuse(error), exchange.send, course)
        return
    finally:
        course.ended = time.monotonic()
    whole = _Whole(prepared, sort, tuple(chunks), complete)
    await _send_all(whole, exchange, course)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An answer that is sent at once: what was prepared, its sort, its body, and if that is all."""

    prepared: Prepared
    sort: Kind
    chunks: tuple[bytes, ...]
    complete: bool


async def _send_all(whole: _Whole, exchange: Exchange, course: Course) -> None:
    prepared, sort, complete = whole.prepared, whole.sort, whole.complete
    by = _encoder(prepared, sum(map(len, whole.chunks)) if complete else None)
    body = await _joined(list(whole.chunks), by, complete=complete)
    response = prepared.reply(sort, body, complete=complete, encoded=by is not None)
    course.format = prepared.media_type(sort)
    if complete:
        course.again = Again(prepared, sort, body, by is not None)
    await send_whole(response, exchange.send, course)


async def _stream(
    prepared: Prepared, answering: Answering, exchange: Exchange, course: Course
) -> None:
    by = _encoder(prepared, None)
    response = prepared.reply(answering.sort, b"", complete=False, encoded=by is not None)
    course.status, course.format = response.status, prepared.media_type(answering.sort)
    await exchange.send(start(response.status, encoded_headers(response.headers)))
    kept = [await _sent(answering.first, answering, exchange, course, by)]
    while not answering.complete:
        chunk = await _sent(await answering.more(), answering, exchange, course, by)
        if course.size <= exchange.keep:
            kept.append(chunk)
        elif kept:
            kept.clear()
            exchange.too_long()
    await exchange.send({"type": "http.response.body", "body": b""})
    course.whole = True
    if kept:
        course.again = Again(prepared, answering.sort, b"".join(kept), by is not None)


async def _sent(
    chunk: bytes, answering: Answering, exchange: Exchange, course: Course, by: Encoder | None
) -> bytes:
    if by:
        chunk = await encoded(by, chunk, last=answering.complete)
    await exchange.send({"type": "http.response.body", "body": chunk, "more_body": True})
    course.size += len(chunk)
    return chunk


async def _joined(chunks: list[bytes], by: Encoder | None, *, complete: bool) -> bytes:
    if by:
        last = len(chunks) - 1
        chunks = [
            await encoded(by, chunk, last=complete and place == last)
            for place, chunk in enumerate(chunks)
        ]
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _encoder(prepared: Prepared, length: int | None) -> Encoder | None:
    """Return what encodes an answer of this length, None if it is long, and is not known yet."""
    chosen = prepared.coding
    short = length is not None and length < SHORTEST
    return encoder(chosen.name) if chosen.name and (chosen.required or not short) else None


@lru_cache(maxsize=512)
def _encoded(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode("latin-1"), value.encode("latin-1")
