"""Whoever leaves: before the end of an answer the evaluation is ended, after it all is well."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import pytest

from isolation_sample import LIGHT, STORE
from tdi_graph.isolation import Job, Kind
from tdi_graph.web import Current, observation, site
from tdi_graph.web.sparql import PATH, Endpoint

PARTS = (b"o\r\n", b"one\r\n", b"two\r\n")
MESSAGES = 1 + len(PARTS) + 1
"""The head, the parts, and what ends the body."""

PATIENCE = 20


class Client:
    """Asks once, and leaves at a message: when it has come, or while it is still being sent."""

    def __init__(self, leaves_at: int, *, still_sent: bool = False) -> None:
        """Take the number of that message, from 1."""
        self.messages: list[dict[str, Any]] = []
        self.has_left = asyncio.Event()
        self._leaves = asyncio.Event()
        self._leaves_at = leaves_at
        self._still_sent = still_sent

    async def receive(self) -> dict[str, Any]:
        await self._leaves.wait()
        self.has_left.set()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        self.messages.append(message)
        if len(self.messages) == self._leaves_at:
            self._leaves.set()
            if self._still_sent:
                await self.has_left.wait()

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)


class Parts:
    """An answer that comes in parts."""

    sort = Kind.TABLE
    first = PARTS[0]
    began = 0.0
    release = STORE.release

    def __init__(self) -> None:
        """Begin."""
        self._more = list(PARTS[1:])

    @property
    def complete(self) -> bool:
        return not self._more

    async def more(self) -> bytes:
        # As an answer does that comes from elsewhere: others have their turn.
        await asyncio.sleep(0)
        return self._more.pop(0)


class Lingering:
    """An evaluation that closes only when the client has left, and that notes being cancelled."""

    timeout = 10.0

    def __init__(self, client: Client) -> None:
        """Take the only client that is waited for."""
        self.asked = 0
        self.cancelled = False
        self._client = client

    @asynccontextmanager
    async def run(self, _: Job, __: float) -> AsyncIterator[Parts]:
        self.asked += 1
        try:
            yield Parts()
            await self._client.has_left.wait()
            # What the client's leaving brings about has its turn.
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.cancelled = True
            raise


class Service:
    """An endpoint in front of a client's evaluation, and what is recorded of its requests."""

    def __init__(self, client: Client) -> None:
        """Serve this client and whoever comes after it."""
        self.client = client
        self.evaluation = Lingering(client)
        self.records: list[observation.Record] = []
        told = observation.Endpoint()
        self.endpoint = Endpoint(self.evaluation, STORE.release, observer=told)
        current = Current(site.make(STORE, {}, {}))
        routes = observation.templates([])
        self._observed = observation.Observed(self.endpoint, current, routes, [self.records.append])

    async def asked_by(self, client: Client) -> None:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": PATH,
            "query_string": urlencode({"query": LIGHT}).encode(),
            "headers": [(b"accept", b"text/csv")],
        }
        async with asyncio.timeout(PATIENCE):
            await self._observed(scope, client.receive, client.send)


def test_whoever_leaves_with_the_whole_answer_has_not_left() -> None:
    """Not even if its worker, or what else evaluates, is not yet done with it."""

    async def scenario() -> None:
        service = Service(Client(leaves_at=MESSAGES))
        await service.asked_by(service.client)
        assert service.client.body == b"".join(PARTS)
        assert not service.evaluation.cancelled
        again = Client(leaves_at=MESSAGES)
        await service.asked_by(again)
        assert again.body == b"".join(PARTS)
        assert service.evaluation.asked == 1
        outcomes = [(each.outcome, each.cached) for each in service.records]
        assert outcomes == [("ok", False), ("ok", True)]

    asyncio.run(scenario())


def test_whoever_leaves_while_the_end_is_sent_has_not_left() -> None:
    async def scenario() -> None:
        service = Service(Client(leaves_at=MESSAGES, still_sent=True))
        await service.asked_by(service.client)
        assert len(service.client.messages) == MESSAGES
        assert [each.outcome for each in service.records] == ["ok"]

    asyncio.run(scenario())


@pytest.mark.parametrize("message", range(1, MESSAGES))
def test_whoever_leaves_before_the_end_has_left(message: int) -> None:
    async def scenario() -> None:
        service = Service(Client(leaves_at=message, still_sent=True))
        await service.asked_by(service.client)
        assert service.evaluation.cancelled
        assert len(service.endpoint.cache) == 0
        assert [each.outcome for each in service.records] == ["gone"]

    asyncio.run(scenario())
