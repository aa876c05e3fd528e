"""The endpoint ``/sparql``: HTTP on one side, the values of ``protocol`` on the other.

The endpoint is a plain ASGI application on a route, which FastAPI lets pass as it is: what a
request may be is decided in one place, ``protocol``, down to the methods that are allowed.
"""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tdi_graph.isolation import Pool
from tdi_graph.protocol import MAX_BODY, Request, answer
from tdi_graph.protocol.isolated import too_slow
from tdi_graph.store import Backend
from tdi_graph.web import observation, streaming
from tdi_graph.web.streaming import Exchange, send_whole

PATH = "/sparql"


def router(backend: Callable[[], Backend], pool: Pool | None = None) -> APIRouter:
    """Make the router that answers queries from the store that ``backend`` returns, or a pool."""
    endpoint = Endpoint(backend) if pool is None else IsolatedEndpoint(pool)
    return APIRouter(routes=[Route(PATH, endpoint, name="sparql")])


class Endpoint:
    """The endpoint as an ASGI application that evaluates queries itself."""

    def __init__(self, backend: Callable[[], Backend]) -> None:
        """Take what returns the store that answers, which a new release may have replaced."""
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, evaluating in a thread so that the others are heard meanwhile."""
        incoming = Incoming(scope, receive)
        try:
            request = _request(incoming, await _body(incoming))
        except ClientDisconnect:
            return
        observation.asked(request)
        await send_whole(await run_in_threadpool(answer, request, self._backend()), send)


class IsolatedEndpoint:
    """The endpoint as an ASGI application that has queries evaluated by a pool."""

    def __init__(self, pool: Pool) -> None:
        """Take the pool that answers."""
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; its time begins now, before its body has come."""
        arrived = asyncio.get_running_loop().time()
        incoming = Incoming(scope, receive)
        try:
            async with asyncio.timeout_at(arrived + self._pool.timeout):
                body = await _body(incoming)
        except ClientDisconnect:
            return
        except TimeoutError:
            await send_whole(too_slow(_request(incoming, b"")), send)
            return
        chunks = scope.get("http_version", "1.1") not in {"0.9", "1.0"}
        request = _request(incoming, body)
        observation.asked(request)
        await streaming.answer(self._pool, Exchange(request, receive, send, arrived, chunks))


async def _body(incoming: Incoming) -> bytes:
    """Read the body, but hardly more of it than is allowed: ``protocol`` refuses what is longer."""
    body = bytearray()
    async for chunk in incoming.stream():
        body += chunk
        if len(body) > MAX_BODY:
            break
    return bytes(body)


def _request(incoming: Incoming, body: bytes) -> Request:
    accept = incoming.headers.getlist("accept")
    return Request(
        method=incoming.method,
        query_string=incoming.scope["query_string"],
        content_type=incoming.headers.get("content-type"),
        body=body,
        # A list may come in several lines (RFC 9110, section 5.3).
        accept=", ".join(accept) if accept else None,
    )
