"""The endpoint ``/sparql``: HTTP on one side, the values of ``protocol`` on the other.

The endpoint is a plain ASGI application that stands in front of the web framework. What was
answered before is found by the bytes of the request; what a request may be is decided in one place,
``protocol``, down to the methods that are allowed.
"""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as Incoming
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tdi_graph.protocol import (
    MAX_BODY,
    Evaluation,
    Prepared,
    Request,
    Response,
    holds,
    prepare,
    too_slow,
)
from tdi_graph.web import browsing, federating, observation, streaming
from tdi_graph.web.cache import Asked, Cache, Kept
from tdi_graph.web.fields import Fields, read_fields, text
from tdi_graph.web.outcomes import Observer, Outcome
from tdi_graph.web.streaming import Again, Course, Exchange, send_whole, start

PATH = "/sparql"

_QUICKLY_READ = 1 << 12
_PREPARED = "tdi_graph.prepared"
_IN_URL = frozenset({"GET", "HEAD"})
_IN_BODY = frozenset({"POST", "QUERY"})


Describe: TypeAlias = Callable[[Incoming], Response]
"""Answers who looks at the endpoint without asking anything (SPARQL 1.1 Service Description)."""


def route(evaluation: Evaluation, release: str) -> Route:
    """Make a route with nothing but the endpoint, for an application that is no ``Front``."""
    return Route(PATH, Endpoint(evaluation, release), name="sparql")


class Endpoint:
    """The endpoint as an ASGI application."""

    def __init__(
        self,
        evaluation: Evaluation,
        release: str,
        *,
        describe: Describe | None = None,
        observer: Observer | None = None,
        cache: Cache[Again] | None = None,
    ) -> None:
        """Take what evaluates queries, and the digest of the release that they are put to.

        ``describe`` answers those who ask nothing; ``observer`` is told of every request.
        """
        self._evaluation = evaluation
        self._services = federating.allowed(evaluation)
        self._release = release
        self._describe = describe
        self._observer = observer
        self._cache = Cache[Again]() if cache is None else cache
        self._flights: dict[str, asyncio.Future[None]] = {}

    @property
    def cache(self) -> Cache[Again]:
        """The answers that are kept."""
        return self._cache

    @property
    def release(self) -> str:
        """The digest of the release that queries are put to."""
        return self._release

    def unasked(self, scope: Scope) -> tuple[Prepared, Asked] | None:
        """Prepare a query that comes by GET and was not answered before; None for all else.

        Whoever answers the same request then need not prepare it again.
        """
        if scope["method"] != "GET" or len(scope["query_string"]) > _QUICKLY_READ:
            return None
        fields = read_fields(scope["headers"])
        way = scope["query_string"], fields.accept, fields.accept_encoding
        if self._cache.asked(way) or browsing.may_be(fields.accept):
            return None
        request = _request(scope, fields, b"")
        prepared = prepare(request, self._evaluation.timeout, self._release, self._services)
        if isinstance(prepared, Response):
            return None
        scope[_PREPARED] = self._cache, prepared
        # Who asked for the same in another way has it answered to this one from now on, too.
        return None if self._cache.tagged(prepared.tag, way) else (prepared, way)

    def renew(self, release: str) -> None:
        """Forget what was answered, for another release, right after the pool has changed to it."""
        self._release = release
        self._cache = self._cache.emptied()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; its time begins now, before its body has come."""
        arrived = time.monotonic()
        fields = read_fields(scope["headers"])
        way = _way(scope, fields)
        prepared: Prepared | None
        if way and (kept := self._cache.asked(way)):
            course = await _give(kept, scope["method"], fields.if_none_match, send)
            prepared = kept.answer.prepared
        else:
            course, prepared = await self._heard(scope, fields, receive, send)
        if self._observer:
            self._observer.observe(_outcome(course, prepared, arrived))

    async def _heard(
        self, scope: Scope, fields: Fields, receive: Receive, send: Send
    ) -> tuple[Course, Prepared | None]:
        course = Course()
        arrived = asyncio.get_running_loop().time()
        cache = self._cache
        try:
            body = await self._body(scope["method"], arrived, receive)
        except TimeoutError:
            await send_whole(too_slow(_request(scope, fields, b"")), send, course)
            return course, None
        if body is None:
            return course, None
        request = _request(scope, fields, body)
        observation.asked(request)
        prepared = await self._prepared(request, scope, fields.accept_language)
        if isinstance(prepared, Response):
            await send_whole(prepared, send, course)
            return course, None
        chunks = scope.get("http_version", "1.1") not in {"0.9", "1.0"}
        exchange = Exchange(receive, send, arrived, chunks, cache.largest)
        exchange.is_current = lambda: self._cache is cache
        way = _way(scope, fields)
        return await self._answered(prepared, exchange, cache, way), prepared

    async def _body(self, method: str, arrived: float, receive: Receive) -> bytes | None:
        if method not in _IN_BODY:
            return b""
        async with asyncio.timeout_at(arrived + self._evaluation.timeout):
            return await _body(receive)

    async def _prepared(
        self, request: Request, scope: Scope, language: bytes | None
    ) -> Prepared | Response:
        left: tuple[object, Prepared] | None = scope.get(_PREPARED)
        # Another release has another cache, and other tags.
        if left and left[0] is self._cache:
            return left[1]
        aside = browsing.aside(request, language)
        if aside:
            return aside
        if self._describe and request.asks_nothing:
            return await run_in_threadpool(self._describe, Incoming(scope))
        known = (request, self._evaluation.timeout, self._release, self._services)
        if len(request.body) + len(request.query_string) > _QUICKLY_READ:
            return await run_in_threadpool(prepare, *known)
        return prepare(*known)

    async def _answered(
        self, prepared: Prepared, exchange: Exchange, cache: Cache[Again], way: Asked | None
    ) -> Course:
        """Answer from the cache, at once or after whoever asks the same right now, or evaluate."""
        if not prepared.tag:
            return await streaming.answer(self._evaluation, prepared, exchange)
        kept = cache.tagged(prepared.tag, way) or await self._awaited(prepared, cache, way)
        if kept:
            return await _give(kept, prepared.request.method, None, exchange.send)
        flight: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._flights[prepared.tag] = flight
        exchange.too_long = partial(self._land, prepared.tag, flight)
        try:
            course = await streaming.answer(self._evaluation, prepared, exchange)
            if course.again and course.again.tag:
                cache.keep(course.again, way)
        finally:
            self._land(prepared.tag, flight)
        return course

    async def _awaited(
        self, prepared: Prepared, cache: Cache[Again], way: Asked | None
    ) -> Kept[Again] | None:
        flight = self._flights.get(prepared.tag)
        if not flight:
            return None
        await asyncio.wait([flight], timeout=prepared.timeout / 2)
        return cache.tagged(prepared.tag, way)

    def _land(self, tag: str, flight: asyncio.Future[None]) -> None:
        if self._flights.get(tag) is flight:
            del self._flights[tag]
        if not flight.done():
            flight.set_result(None)


def _way(scope: Scope, fields: Fields) -> Asked | None:
    """Return by what the same request will be known at once, None for those with a body."""
    if scope["method"] not in _IN_URL:
        return None
    return scope["query_string"], fields.accept, fields.accept_encoding


async def _give(kept: Kept[Again], method: str, held: bytes | None, send: Send) -> Course:
    """Give an answer again, or say that it is still the same."""
    course = Course(200, whole=True, cached=True, format=kept.answer.format)
    if held is not None and holds(text(held), kept.tag):
        course.status, method, body = 304, "", b""
    else:
        body = kept.answer.body if method != "HEAD" else b""
        course.size = len(body)
    await send(start(course.status, kept.headers(method)))
    await send({"type": "http.response.body", "body": body})
    return course


async def _body(receive: Receive) -> bytes | None:
    """Read the body, but hardly more of it than is allowed: ``protocol`` refuses what is longer.

    None if the client leaves before its end.
    """
    body = bytearray()
    while len(body) <= MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _request(scope: Scope, fields: Fields, body: bytes) -> Request:
    return Request(
        method=scope["method"],
        query_string=scope["query_string"],
        content_type=text(fields.content_type),
        body=body,
        accept=text(fields.accept),
        accept_encoding=text(fields.accept_encoding),
        if_none_match=text(fields.if_none_match),
    )


def _outcome(course: Course, prepared: Prepared | None, arrived: float) -> Outcome:
    now = time.monotonic()
    return Outcome(
        course.status,
        now - arrived,
        waited=(course.began or course.ended or arrived) - arrived,
        evaluated=course.ended - course.began if course.began else 0.0,
        size=course.size,
        format=course.format,
        query=prepared.operation.query if prepared else "",
        cached=course.cached,
        whole=course.whole,
    )
