"""The endpoint ``/sparql``: HTTP on one side, the values of ``protocol`` on the other.

The endpoint is a plain ASGI application on a route, which FastAPI lets pass as it is: what a
request may be is decided in one place, ``protocol``, down to the methods that are allowed.
"""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import Response as Outgoing
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tdi_graph.protocol import MAX_BODY, Request, answer
from tdi_graph.store import Backend

PATH = "/sparql"


def router(backend: Backend) -> APIRouter:
    """Make the router that answers queries from ``backend``."""
    return APIRouter(routes=[Route(PATH, Endpoint(backend), name="sparql")])


class Endpoint:
    """The endpoint as an ASGI application."""

    def __init__(self, backend: Backend) -> None:
        """Take the store that answers."""
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, evaluating in a thread so that the others are heard meanwhile."""
        incoming = Incoming(scope, receive)
        try:
            request = _request(incoming, await _body(incoming))
        except ClientDisconnect:
            return
        response = await run_in_threadpool(answer, request, self._backend)
        outgoing = Outgoing(response.body, response.status)
        outgoing.raw_headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in response.headers
        ]
        await outgoing(scope, receive, send)


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
