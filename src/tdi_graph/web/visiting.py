"""A visitor's query, evaluated as the endpoint evaluates it, for a page that shows its beginning.

The page asks as any client of the endpoint would, through the same admission, pool and deadlines;
it stops reading when it has as much as it shows.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from typing import TypeAlias

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as Incoming
from starlette.types import Message

from tdi_graph import protocol
from tdi_graph.protocol import Evaluation
from tdi_graph.store import Table
from tdi_graph.web import federating, streaming
from tdi_graph.web.streaming import Exchange

MOST = 1_000
"""So many rows, or triples, a page shows."""

_LARGEST = 4 << 20
_ACCEPT = "text/tab-separated-values, application/n-triples, application/problem+json;q=0.5"
_TABLE = "text/tab-separated-values"

Found: TypeAlias = Table | tuple[Triple, ...] | bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query came to: what it found, or the problem that it met, as problem details.

    ``complete`` tells whether all of the answer is there.
    """

    status: int
    found: Found | None = None
    complete: bool = True
    problem: Mapping[str, object] | None = None
    retry_after: str = ""


class _Enough(Exception):
    """Stops an answer of which as much has come as is shown."""


@dataclass(slots=True)
class _Reader:
    """Takes an answer as a server would, until there is enough of it."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    whole: bool = False
    _lines: int = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {n.decode("latin-1"): v.decode("latin-1") for n, v in message["headers"]}
            return
        chunk: bytes = message.get("body", b"")
        self.body += chunk
        self._lines += chunk.count(b"\n")
        self.whole = not message.get("more_body", False)
        if not self.whole and (self._lines > MOST + 1 or len(self.body) > _LARGEST):
            raise _Enough


async def evaluate(
    request: protocol.Request, incoming: Incoming, evaluation: Evaluation
) -> Outcome:
    """Evaluate the query of a request for as long as the client waits for it."""
    asked = protocol.Request(
        request.method, request.query_string, request.content_type, request.body, _ACCEPT
    )
    services = federating.allowed(evaluation)
    prepared = await run_in_threadpool(
        protocol.prepare, asked, evaluation.timeout, services=services
    )
    if isinstance(prepared, protocol.Response):
        headers = {name.lower(): value for name, value in prepared.headers}
        return _outcome(prepared.status, headers, prepared.body, whole=True)
    reader = _Reader()
    exchange = Exchange(incoming.receive, reader.send, asyncio.get_running_loop().time())
    try:
        await streaming.answer(evaluation, prepared, exchange)
    except _Enough:
        pass
    else:
        if not reader.whole:
            return Outcome(HTTPStatus.INTERNAL_SERVER_ERROR, problem={"type": "failed"})
    return await run_in_threadpool(
        _outcome, reader.status, reader.headers, bytes(reader.body), whole=reader.whole
    )


def _outcome(status: int, headers: Mapping[str, str], body: bytes, *, whole: bool) -> Outcome:
    if status != HTTPStatus.OK:
        problem = json.loads(body)
        return Outcome(status, problem=problem, retry_after=headers.get("retry-after", ""))
    # What breaks off does so anywhere: only whole lines are read.
    lines = body if whole else body[: body.rfind(b"\n") + 1]
    if headers["content-type"].startswith(_TABLE):
        found, more = _table(lines)
    else:
        found, more = _first(parse(lines, format=RdfFormat.N_TRIPLES))
    return Outcome(status, found, complete=whole and not more)


def _table(lines: bytes) -> tuple[Found, bool]:
    held = parse_query_results(lines, format=QueryResultsFormat.TSV)
    if isinstance(held, QueryBoolean):
        return bool(held), False
    if not isinstance(held, QuerySolutions):
        raise TypeError("a table of results is neither rows nor a truth value")
    names = tuple(variable.value for variable in held.variables)
    rows = [tuple(row) for row in islice(held, MOST + 1)]
    return Table(names, tuple(rows[:MOST])), len(rows) > MOST


def _first(quads: Iterable[object]) -> tuple[tuple[Triple, ...], bool]:
    triples = [getattr(quad, "triple") for quad in islice(quads, MOST + 1)]  # noqa: B009
    return tuple(triples[:MOST]), len(triples) > MOST
