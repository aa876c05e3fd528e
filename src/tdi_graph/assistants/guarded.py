"""SPARQL from assistants, by the same guarded path as that of the endpoint."""

import asyncio
import json
from typing import Any, Protocol

from tdi_graph.assistants.answers import Rows
from tdi_graph.errors import QueryError, TdiError
from tdi_graph.protocol import Evaluation, Prepared, Request, Response, prepare
from tdi_graph.protocol.request import QUERY_TYPE

_RESULTS = "application/sparql-results+json"
_TURTLE = "text/turtle"
_MOST_BYTES = 1 << 20


class Asking(Protocol):
    """What answers a visitor's query: the status, the media type, and the whole body."""

    async def __call__(self, query: str) -> Response:
        """Answer, or say what is wrong, as the endpoint does."""
        ...


class Guarded:
    """Answers as the endpoint does: with its admission, its evaluation and its deadline."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Take what evaluates the queries that are let through."""
        self._evaluation = evaluation

    async def __call__(self, query: str) -> Response:
        """Answer one query, before the deadline of the endpoint."""
        request = Request(
            method="POST",
            content_type=QUERY_TYPE,
            body=query.encode(errors="replace"),
            accept=f"{_RESULTS}, {_TURTLE};q=0.9",
        )
        prepared = prepare(request, self._evaluation.timeout)
        if isinstance(prepared, Response):
            return prepared
        return await _answered(self._evaluation, prepared)


async def _answered(evaluation: Evaluation, prepared: Prepared) -> Response:
    deadline = asyncio.get_running_loop().time() + prepared.timeout
    try:
        async with evaluation.run(prepared.job, deadline) as answer:
            body = bytearray(answer.first)
            while not answer.complete and len(body) <= _MOST_BYTES:
                body += await answer.more()
            if not answer.complete:
                raise QueryError("the answer is too long for a tool", do="ask for less, by LIMIT")
            return prepared.reply(answer.sort, bytes(body))
    except TdiError as error:
        return prepared.refuse(error)


def rows(response: Response, most: int) -> Rows:
    """Read a response of the endpoint; raise ``QueryError`` with what it says is wrong."""
    said = dict(response.headers)
    if response.status != 200:  # noqa: PLR2004 - HTTP's own number for success
        problem = json.loads(response.body) if "json" in said.get("Content-Type", "") else {}
        raise QueryError(str(problem.get("detail") or response.body.decode(errors="replace")))
    if _RESULTS not in said.get("Content-Type", ""):
        lines = response.body.decode().splitlines()
        return Rows(("turtle",), tuple((line,) for line in lines[:most]), len(lines) <= most)
    told: dict[str, Any] = json.loads(response.body)
    if "boolean" in told:
        return Rows(("answer",), ((str(told["boolean"]).lower(),),), complete=True)
    names = tuple(told["head"]["vars"])
    found = told["results"]["bindings"]
    taken = tuple(tuple(_cell(row.get(name)) for name in names) for row in found[:most])
    return Rows(names, taken, len(found) <= most)


def _cell(value: dict[str, Any] | None) -> str:
    if value is None:
        return ""
    return str(value["value"]) if value["type"] != "triple" else json.dumps(value["value"])
