"""Queries, requests and clients made to hurt, at a real server.

Each is refused, cut or answered right, and the next client notices nothing.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from isolation_sample import (
    ENDLESS,
    LIGHT,
    LIGHT_ANSWER,
    LONG,
    QUADS,
    Server,
    serving,
    until,
    workers,
)
from sparql_sample import Listener, listening
from tdi_graph.release import n_quads

CASES = Path(__file__).parent / "cases" / "attacks.tsv"
REQUESTS = CASES.with_name("attacks-http.tsv")
RELEASE = sha256(n_quads(QUADS)).hexdigest()[:12]
CLIENTS = 100
STATUSES = {"refused": {400, 413}, "cut": {500, 503, 504}}


@dataclass(frozen=True)
class Attack:
    """A query and what may come of it."""

    name: str
    outcome: str
    query: str

    def may_end(self, status: int, body: bytes) -> bool:
        """Tell whether the query may be answered so."""
        if status == 200:
            return (body.decode().replace("\r\n", "|") or "nothing") in self.outcome.split()
        return any(status in STATUSES.get(word, ()) for word in self.outcome.split())


def read(line: str) -> Attack:
    name, outcome, number, *parts = line.split("\t")
    start, opens, middle, closes, end = (*parts, *[""] * (5 - len(parts)))
    times = range(int(number))
    query = start + repeated(opens, times) + middle + repeated(closes, times) + end
    return Attack(name, outcome, query)


def repeated(part: str, times: range) -> str:
    return "".join(part.replace("{i}", str(i)).replace("{i+1}", str(i + 1)) for i in times)


def attacks(cases: Path) -> list[Attack]:
    lines = cases.read_text("utf-8").splitlines()
    return [read(line) for line in lines if not line.startswith("#")]


ATTACKS, TRICKS = attacks(CASES), attacks(REQUESTS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that allows a query little time."""
    folder = tmp_path_factory.mktemp("release")
    with serving(folder, "--timeout", "5", "--workers", "2") as server:
        yield server


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """An address that must not be called."""
    with listening() as listener:
        yield listener
        assert listener.heard == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_hurts_nobody(server: Server, listener: Listener, attack: Attack) -> None:
    query = attack.query.replace("{URL}", listener.address)
    # What is to be cut is cut soon; what is to be answered has its time, on a busy machine too.
    status, body = server.get(query, **({"timeout": "0.3"} if "cut" in attack.outcome else {}))
    assert attack.may_end(status, body), (status, body[:200])
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)


def test_two_hundred_heavy_queries_at_once_lose_no_light_one(server: Server) -> None:
    async def play() -> None:
        heavy = [asyncio.create_task(server.fetch(ENDLESS, timeout="2")) for _ in range(200)]
        await asyncio.sleep(0.1)
        for _ in range(40):
            assert await server.fetch(LIGHT) == (200, LIGHT_ANSWER)
        assert {status for status, _ in await asyncio.gather(*heavy)} <= {503, 504}

    asyncio.run(play())
    # Those that were killed at last are still giving their memory back.
    asyncio.run(until(lambda: len(workers(server.pid)) <= 4))


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.name)
def test_a_trick_hurts_nobody(server: Server, listener: Listener, trick: Attack) -> None:
    text = trick.query.replace("{URL}", listener.address).replace("{RELEASE}", RELEASE)
    raw = text.encode("latin-1").decode("unicode_escape").encode("latin-1")
    status, head = asyncio.run(told(server.port, raw))
    assert str(status or "closed") in trick.outcome.split(), (status, head[:300])
    assert not re.search(rb"(?im)^location:\s*(?:https?:)?//(?!x/)", head)
    assert not re.search(rb"(?im)^set-cookie|root:x:|^import ", head)
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)


async def told(port: int, raw: bytes) -> tuple[int, bytes]:
    """Send bytes, and return the status of the first answer, 0 without one, and what came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found = b""
    # The server may close before it has read all: what it said by then is its answer.
    with suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(60):
            writer.write(raw)
            found = await reader.read(1 << 16)
            await writer.drain()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    status = re.match(rb"HTTP/1\.[01] ([0-9]{3})", found)
    assert status or not found
    return (int(status[1]) if status else 0), found


# Clients that take their time: all at once, and the light query is answered meanwhile.

POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
SLOW = {
    "without a request": b"",
    "in the middle of a header": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    "before their body": POST + b"Content-Length: 6\r\n\r\n",
    "in the middle of their body": POST + b"Content-Length: 600\r\n\r\nASK {",
    "in the middle of a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nff\r\nASK",
    "before their answer": POST + b"Content-Length: %d\r\n\r\n%s" % (len(LONG), LONG.encode()),
    "before a dump": f"GET /dumps/{RELEASE}/tdi-graph.nt HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
}


@pytest.mark.parametrize("begun", SLOW.values(), ids=SLOW)
def test_clients_that_stop_hold_up_nobody(server: Server, begun: bytes) -> None:
    async def play() -> None:
        lines = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(CLIENTS)]
        for _, writer in lines:
            writer.write(begun)
        for _ in range(5):
            assert await server.fetch(LIGHT) == (200, LIGHT_ANSWER)
        for _, writer in lines:
            writer.close()

    asyncio.run(play())
    asyncio.run(until(lambda: len(workers(server.pid)) <= 4))


def test_a_body_that_does_not_come_is_waited_for_no_longer_than_a_query(server: Server) -> None:
    status, _ = asyncio.run(told(server.port, SLOW["in the middle of their body"]))
    assert status == 408
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)


def test_the_names_are_distinct() -> None:
    for cases, fewest in ((ATTACKS, 150), (TRICKS, 75)):
        assert len({attack.name for attack in cases}) == len(cases) >= fewest
