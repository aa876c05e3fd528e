"""One request to another endpoint: before a deadline, no redirect, no more than so many bytes."""

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tdi_graph import __version__
from tdi_graph.errors import QueryError

MOST_BYTES = 1 << 22
"""The longest answer that is taken from another endpoint, in bytes."""

MOST_ROWS = 10_000
"""The most solutions that are taken from another endpoint."""

_RESULTS = "application/sparql-results+json"
_CHUNK = 1 << 16
_OK = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What another endpoint answered: its variables and its solutions, as SPARQL JSON has them."""

    variables: tuple[str, ...]
    solutions: tuple[dict[str, dict[str, Any]], ...]


def ask(address: str, query: str, seconds: float) -> Asked:
    """Send ``query`` to ``address`` by POST, within so many seconds (SPARQL 1.1 Protocol, 2.1.2).

    Raise ``QueryError`` if there is no answer, or none that can be taken.
    """
    deadline = time.monotonic() + seconds
    try:
        body = _body(address, query, deadline)
    except (OSError, http.client.HTTPException) as error:
        told = "in time" if isinstance(error, TimeoutError) else f"({type(error).__name__})"
        raise _fault(address, f"does not answer {told}") from None
    return _read(address, body)


def _body(address: str, query: str, deadline: float) -> bytes:
    connection = _connection(address, _left(deadline))
    try:
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": _RESULTS,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"tdi-graph/{__version__}",
        }
        connection.request("POST", target, urlencode({"query": query}), headers)
        return _received(address, connection, deadline)
    finally:
        connection.close()


def _connection(address: str, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _received(address: str, connection: http.client.HTTPConnection, deadline: float) -> bytes:
    _await(connection, deadline)
    with connection.getresponse() as response:
        if response.status != _OK:
            # A redirect is none of the addresses that were allowed: it is not followed.
            raise _fault(address, f"answers {response.status}")
        kind = response.headers.get_content_type()
        if kind not in {_RESULTS, "application/json"}:
            raise _fault(address, f"answers in {kind[:60]}")
        received = bytearray()
        while chunk := response.read1(_CHUNK):
            received += chunk
            if len(received) > MOST_BYTES:
                raise _fault(address, f"answers more than {MOST_BYTES} bytes")
            _await(connection, deadline)
        if response.length:
            raise http.client.IncompleteRead(bytes(received), response.length)
        return bytes(received)


def _await(connection: http.client.HTTPConnection, deadline: float) -> None:
    """Let the next read wait no longer than there is time."""
    left = _left(deadline)
    # The socket is the response's alone where the other side says that it will close it; each
    # read then waits as long as was left in the beginning, and the deadline is late by that much.
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(address: str, body: bytes) -> Asked:
    try:
        told = json.loads(body)
        variables = tuple(str(name) for name in told["head"]["vars"])
        solutions = tuple(dict(row) for row in told["results"]["bindings"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _fault(address, "answers no solutions in SPARQL JSON") from None
    if len(solutions) > MOST_ROWS:
        raise _fault(address, f"has more than {MOST_ROWS} solutions")
    return Asked(variables, solutions)


def _fault(address: str, what: str) -> QueryError:
    do = "ask for less, or write SERVICE SILENT to go on without it"
    return QueryError(f"the service <{address}> {what}", do=do)
