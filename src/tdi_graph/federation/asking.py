"""One request to another endpoint: before a deadline, no redirect, no more than so many bytes."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from tdi_graph import __version__
from tdi_graph.errors import QueryError, TdiError

MOST_BYTES = 1 << 20
"""The longest answer that is taken from another endpoint, in bytes."""

MOST_ROWS = 10_000
"""The most solutions that are taken from another endpoint."""

Solution: TypeAlias = Mapping[str, Mapping[str, Any]]

_RESULTS = "application/sparql-results+json"
_CHUNK = 1 << 16
_OK = 200
_DO = "write SERVICE SILENT to go on without it"
# Read, an answer takes some twenty times its bytes until its rows are counted: one at a time.
_READING = Lock()


class ServiceFailed(TdiError):
    """Another endpoint gives no answer, or none that can be used."""

    def __init__(self, address: str, what: str) -> None:
        """Take whom it was about and what it does."""
        super().__init__(f"the service <{address}> {what}", do=_DO)


@dataclass(frozen=True, slots=True)
class Asked:
    """What another endpoint answered: its variables and its solutions, as SPARQL JSON has them."""

    variables: tuple[str, ...]
    solutions: tuple[Solution, ...]


class Call:
    """One query sent to one address by POST (SPARQL 1.1 Protocol, section 2.1.2)."""

    def __init__(self, address: str, query: str, deadline: float) -> None:
        """Take the address, the query, and until when, as ``time.monotonic`` has it."""
        self._address = address
        self._query = query
        self._deadline = deadline
        self._socket: socket.socket | None = None
        self._stopped = False

    def answer(self) -> Asked:
        """Ask, and wait for the answer.

        Raise ``TimeoutError`` if it does not come in time, ``ServiceFailed`` if there is none that
        can be used, and ``QueryError`` if it is too much.
        """
        try:
            body = self._body()
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(f"does not answer ({type(error).__name__})") from None
        with _READING:
            return self._read(body)

    def stop(self) -> None:
        """End the call, from another thread: whoever waits for the answer is told of a failure."""
        self._stopped = True
        if self._socket is not None:
            with suppress(OSError):
                # Not the method of a TLS socket, which would go on in plain text.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _body(self) -> bytes:
        parts = urlsplit(self._address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._connection()
        try:
            connection.connect()
            self._socket = connection.sock
            self._await()
            headers = {
                "Accept": _RESULTS,
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": f"tdi-graph/{__version__}",
            }
            connection.request("POST", target, urlencode({"query": self._query}), headers)
            return self._received(connection)
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self._address)
        host, port, seconds = parts.hostname or "", parts.port, self._left()
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=seconds, context=_trust())
        return http.client.HTTPConnection(host, port, timeout=seconds)

    def _received(self, connection: http.client.HTTPConnection) -> bytes:
        self._await()
        with connection.getresponse() as response:
            if response.status != _OK:
                # A redirect is none of the addresses that were allowed: it is not followed.
                raise self._failed(f"answers {response.status}")
            kind = response.headers.get_content_type()
            if kind not in {_RESULTS, "application/json"}:
                raise self._failed(f"answers in {kind[:60]!a}")
            received = bytearray()
            while chunk := response.read1(_CHUNK):
                received += chunk
                if len(received) > MOST_BYTES:
                    raise self._too_much(f"more than {MOST_BYTES} bytes")
                self._await()
            if response.length:
                raise http.client.IncompleteRead(bytes(received), response.length)
            return bytes(received)

    def _await(self) -> None:
        """Let the next read wait no longer than there is time."""
        if self._stopped:
            raise TimeoutError
        if self._socket is not None:
            self._socket.settimeout(self._left())

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0 or self._stopped:
            raise TimeoutError
        return left

    def _read(self, body: bytes) -> Asked:
        try:
            told = json.loads(body)
            variables = tuple(str(name) for name in told["head"]["vars"])
            solutions = told["results"]["bindings"]
            count = len(solutions)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._failed("answers no solutions in SPARQL JSON") from None
        if count > MOST_ROWS:
            raise self._too_much(f"more than {MOST_ROWS} solutions")
        return Asked(variables, tuple(solutions))

    def _failed(self, what: str) -> ServiceFailed:
        return ServiceFailed(self._address, what)

    def _too_much(self, what: str) -> QueryError:
        return QueryError(f"the service <{self._address}> answers {what}", do="ask it for less")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
