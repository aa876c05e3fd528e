"""What is known of each request when it is over: for the metrics, for the log, for the client.

A record is made when a request comes, filled in by whoever answers it, and handed to observers at
its end. It holds no address of a client, and the text of a query only where that is asked for.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol, TypeAlias
from urllib.parse import parse_qs

from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tdi_graph.isolation import Crashed
from tdi_graph.protocol import Request
from tdi_graph.web.addresses import PREFIXES
from tdi_graph.web.current import Current

PATH = "/sparql"
REQUEST_ID, RELEASE, SERVER_TIMING = "X-Request-Id", "Tdi-Release", "Server-Timing"

_TOLD = tuple(name.lower().encode() for name in (REQUEST_ID, RELEASE, SERVER_TIMING))
_KEY = "tdi_graph.record"

# What a proxy may have called the request: anything that can stand in a log as it is.
_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HASHED = 16
_LONG = 1 << 16
_OUTCOMES: Mapping[int, str] = {
    HTTPStatus.SERVICE_UNAVAILABLE: "busy",
    HTTPStatus.GATEWAY_TIMEOUT: "timeout",
}


@dataclass(slots=True)
class Record:
    """A request and what has become of it; times are in seconds, ``arrived`` is monotonic."""

    id: str
    method: str
    path: str
    release: str
    arrived: float = field(default_factory=time.monotonic)
    route: str = "other"
    status: int = 0
    size: int = 0
    seconds: float = 0.0
    waited: float | None = None
    evaluated: float | None = None
    request: Request | None = None
    asked: str = ""
    """The query, if it was read as one; it is written down only where that is asked for."""
    format: str = ""
    cached: bool | None = None
    ended: bool = False
    fate: str = ""

    @property
    def outcome(self) -> str:
        """What became of the request, in one word."""
        if self.fate or not self.status:
            return self.fate or "gone"
        if not self.ended:
            return "broken"
        if self.status < HTTPStatus.BAD_REQUEST:
            return "ok"
        other = "refused" if self.status < HTTPStatus.INTERNAL_SERVER_ERROR else "failed"
        return _OUTCOMES.get(self.status, other)

    @property
    def query(self) -> str:
        """The query that was asked at the endpoint, as far as it can be read."""
        return self.asked or (_query(self.request) if self.request else "")

    def timing(self) -> str:
        """Write the times known so far as the header Server-Timing has them, in milliseconds."""
        if self.waited is None or self.evaluated is None:
            return f"render;dur={_ms(time.monotonic() - self.arrived)}"
        return f"queue;dur={_ms(self.waited)}, eval;dur={_ms(self.evaluated)}"


Observer: TypeAlias = Callable[[Record], None]

_RECORD: ContextVar[Record | None] = ContextVar("tdi_graph.record", default=None)


def asked(request: Request) -> None:
    """Note the query of a request to the endpoint, before it is known whether it is one."""
    record = _RECORD.get()
    if record:
        record.request = request


def answered(began: float, release: str) -> None:
    """Note which release answers a query, and since when, as ``time.monotonic`` has it."""
    record = _RECORD.get()
    if record:
        record.release = release
        record.waited = max(began - record.arrived, 0.0)
        record.evaluated = time.monotonic() - began


class Noted(Protocol):
    """What the endpoint tells of a request at its end."""

    @property
    def waited(self) -> float:
        """How many seconds the query waited for a worker."""
        ...

    @property
    def evaluated(self) -> float:
        """How many seconds its evaluation took."""
        ...

    @property
    def format(self) -> str:
        """The media type of the answer."""
        ...

    @property
    def query(self) -> str:
        """The query, as it was read; empty if it was not."""
        ...

    @property
    def cached(self) -> bool:
        """Whether it was answered before, and not evaluated again."""
        ...


class Endpoint:
    """Whom the endpoint tells what became of a request: it is noted in the request's record."""

    def observe(self, outcome: Noted) -> None:
        """Note what the endpoint knows better than who looks at it from outside."""
        record = _RECORD.get()
        if record:
            record.cached, record.format = outcome.cached, outcome.format
            record.asked = outcome.query
            if not outcome.cached:
                record.waited, record.evaluated = outcome.waited, outcome.evaluated


def of(scope: Scope) -> Record | None:
    """Return the record of a request that was observed."""
    record: Record | None = scope.get(_KEY)
    return record


def failed(error: Exception) -> None:
    """Note why a query was not answered, where the status does not tell."""
    record = _RECORD.get()
    if record and isinstance(error, Crashed):
        record.fate = "killed"


def left() -> None:
    """Note that the client has left, if that was before the end of its answer."""
    record = _RECORD.get()
    if record and not record.ended:
        record.fate = "gone"


def hashed(query: str) -> str:
    """Return what a query goes by in the log: the beginning of its SHA-256."""
    return hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:_HASHED]


def templates(routes: Iterable[BaseRoute]) -> Mapping[object, str]:
    """Return by its endpoint the path of each route, whatever the language.

    What answers at ``/sparql`` may stand in front of all routes; it is known by its path.
    """
    prefixes = [prefix for prefix in PREFIXES.values() if prefix]
    found: dict[object, str] = {PATH: PATH}
    for route in routes:
        if isinstance(route, Mount):
            found[route.app] = route.path
        if isinstance(route, Route):
            prefix = next((each for each in prefixes if route.path.startswith(each + "/")), "")
            found[route.endpoint] = route.path.removeprefix(prefix)
    return found


class Observed:
    """Records each request to an application and tells the client the record's name."""

    def __init__(
        self,
        app: ASGIApp,
        current: Current,
        routes: Mapping[object, str],
        observers: Iterable[Observer] = (),
    ) -> None:
        """Take the application, what it serves, its routes by endpoint, and who is told."""
        self._app = app
        self._current = current
        self._routes = routes
        self._observers = tuple(observers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = begun(scope, self._current.of(scope).backend.release)
        scope[_KEY] = record
        held = _RECORD.set(record)
        try:
            await self._app(scope, receive, _recording(record, send))
        except Exception:
            record.status, record.ended = HTTPStatus.INTERNAL_SERVER_ERROR, True
            raise
        finally:
            _RECORD.reset(held)
            known = self._routes.get(scope.get("endpoint"))
            record.route = known or self._routes.get(scope["path"], "other")
            record.seconds = time.monotonic() - record.arrived
            for observer in self._observers:
                observer(record)


def _recording(record: Record, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            record.status = message["status"]
            message["headers"] = [*message["headers"], *told(record)]
        else:
            record.size += len(message.get("body", b""))
            record.ended = not message.get("more_body", False)
        await send(message)

    return sent


def told(record: Record) -> Iterable[tuple[bytes, bytes]]:
    """Return the header fields that tell of a request."""
    return zip(_TOLD, map(str.encode, (record.id, record.release, record.timing())), strict=True)


def begun(scope: Scope, release: str) -> Record:
    """Begin to note a request, which has just come."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    name = given.decode("ascii") if _ID.fullmatch(given) else secrets.token_hex(8)
    path = scope.get("raw_path") or scope["path"].encode()
    return Record(name, scope["method"], path.decode("ascii", "replace"), release)


def _query(request: Request) -> str:
    """Return the query, even of a malformed request; a long form is not taken apart."""
    asked_by = request.query_string
    if request.method == "POST":
        if "urlencoded" not in (request.content_type or "") or len(request.body) > _LONG:
            return request.body.decode("utf-8", "replace")
        asked_by = asked_by + b"&" + request.body
    return parse_qs(asked_by.decode("ascii", "replace")).get("query", [""])[0]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
