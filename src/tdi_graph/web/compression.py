"""Content codings for pages and files: what goes out is encoded as the client can read it.

RFC 9110, sections 8.4 and 12.5.3. The entity tag of an encoded answer is a weak one, since it
names the same page in other bytes (section 8.8.1); the endpoint, whose tags are strong, encodes its
answers itself.
"""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tdi_graph.errors import NotAcceptable
from tdi_graph.negotiation.codings import AS_IS, Coding, coding
from tdi_graph.web.encoding import SHORTEST, Encoder, encoded, encoder

_TEXTUAL = ("text/", "application/json", "application/javascript", "application/xml")
_SUFFIXES = ("+json", "+xml", "/n-triples", "/n-quads", "/trig", "/sparql-query")
# Events are sent one by one, and would wait for each other in an encoder.
_NEVER = ("text/event-stream",)
_WITH_A_BODY = frozenset({200, 400, 403, 404, 405, 406, 410, 422, 500})


class Compression:
    """Encodes what an application answers."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, encoded as the client prefers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = ", ".join(Headers(scope=scope).getlist("accept-encoding")) or None
        try:
            chosen = coding(wanted)
        except NotAcceptable:
            # A page that cannot be read is of more use than none (section 12.5.3, last paragraph).
            chosen = AS_IS
        await self._app(scope, receive, _Reply(send, chosen, head=scope["method"] == "HEAD"))


class _Reply:
    """One answer under way: its start is held back until it is known what becomes of its body."""

    def __init__(self, send: Send, chosen: Coding, *, head: bool) -> None:
        self._send = send
        self._coding = chosen
        self._head = head
        self._start: Message | None = None
        self._encoder: Encoder | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._begin()
            await self._send(message)

    async def _body(self, message: Message) -> None:
        body, last = message.get("body", b""), not message.get("more_body", False)
        if self._start:
            self._choose(self._start, len(body) if last else None)
        if self._encoder:
            body = await encoded(self._encoder, body, last=last)
            if self._start and last and not self._head:
                MutableHeaders(scope=self._start)["Content-Length"] = str(len(body))
        await self._begin()
        await self._send({**message, "body": b"" if self._head else body})

    async def _begin(self) -> None:
        if self._start:
            start, self._start = self._start, None
            await self._send(start)

    def _choose(self, start: Message, length: int | None) -> None:
        headers = MutableHeaders(scope=start)
        # A 304 tells no type, but what it depends on is what the answer depended on.
        if start["status"] != HTTPStatus.NOT_MODIFIED and not _gains(headers):
            return
        headers.add_vary_header("Accept-Encoding")
        known = headers.get("content-length") if self._head else length
        short = known is not None and int(known) < SHORTEST
        if start["status"] not in _WITH_A_BODY or not self._coding.name or short:
            return
        self._encoder = encoder(self._coding.name)
        headers["Content-Encoding"] = self._coding.name
        del headers["Content-Length"]
        tag = headers.get("etag", "")
        if tag.startswith('"'):
            headers["ETag"] = f"W/{tag}"


def _gains(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    textual = kind.startswith(_TEXTUAL) or kind.endswith(_SUFFIXES) or kind == "image/svg+xml"
    return textual and kind not in _NEVER and "content-encoding" not in headers
