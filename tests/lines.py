"""Requests over lines to a server that answers some at once, read by another library."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

import h11
from starlette.types import Receive, Scope, Send

from isolation_sample import LIGHT, STORE
from served import PATIENCE, serving
from tdi_graph import questions, resources
from tdi_graph.cli.repeated import speaking
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, Means, application, observation, site
from tdi_graph.web.front import Front

AT = f"/sparql?query={quote(LIGHT)}"
CSV = "Accept: text/csv"
CHANGING = {"date", "x-request-id", "server-timing"}


@dataclass(frozen=True)
class Answer:
    """What came, without what differs each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    name: str = ""

    @property
    def same(self) -> tuple[object, ...]:
        return self.status, self.headers, self.body


class Line:
    """A connection to a server, read by another library than the server's."""

    def __init__(self, address: str) -> None:
        """Connect."""
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), PATIENCE)
        self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def receive(self, method: str = "GET") -> Answer:
        """Read the next answer, to a request by ``method``."""
        reader = h11.Connection(h11.CLIENT)
        reader.send(h11.Request(method=method, target="/", headers=[("Host", "a")]))
        reader.send(h11.EndOfMessage())
        status, headers, body = 0, [], b""
        if self._held:
            reader.receive_data(self._held)
        while not isinstance(event := reader.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                reader.receive_data(self.socket.recv(1 << 16))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = [(name.decode(), value.decode()) for name, value in event.headers]
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
        self._held = reader.trailing_data[0]
        kept = sorted((name, value) for name, value in headers if name not in CHANGING)
        return Answer(status, tuple(kept), body, dict(headers).get("x-request-id", ""))


class Counted:
    """An application, and how many requests have come to it."""

    def __init__(self, app: Front) -> None:
        """Begin at none."""
        self.app = app
        self.asked = 0
        self.noted: list[observation.Record] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += scope["type"] == "http"
        await self.app(scope, receive, send)


def made(store: EmbeddedStore = STORE) -> site.Site:
    return site.make(store, {}, questions.load(resources.root() / "queries"))


@contextmanager
def repeating(current: Current, idle: int = 5) -> Iterator[tuple[Counted, str]]:
    noted: list[observation.Record] = []
    app = application(current, Means(), observers=[noted.append])
    counted = Counted(app)
    counted.noted = noted
    with serving(counted, http=speaking(app.endpoint.again, app.at_once), idle=idle) as address:
        yield counted, address


def request(*headers: str, method: str = "GET", at: str = AT, body: str = "") -> bytes:
    return "\r\n".join([f"{method} {at} HTTP/1.1", "Host: here", *headers, "", body]).encode()


def asked(line: Line, data: bytes, times: int = 3) -> list[Answer]:
    answers = []
    for _ in range(times):
        line.send(data)
        answers.append(line.receive(data.split()[0].decode()))
    return answers
