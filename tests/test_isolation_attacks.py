"""Queries made to hurt, sent to a real server.

Each is refused, cut or answered right, and the next client notices nothing.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from isolation_sample import ENDLESS, LIGHT, LIGHT_ANSWER, Server, serving, workers
from sparql_sample import Listener, listening

CASES = Path(__file__).parent / "cases" / "attacks.tsv"
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


ATTACKS = [read(line) for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]


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
    status, body = server.get(query, timeout="0.3")
    assert attack.may_end(status, body), (status, body[:200])
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)


def test_two_hundred_heavy_queries_at_once_lose_no_light_one(server: Server) -> None:
    async def play() -> list[float]:
        heavy = [asyncio.create_task(server.fetch(ENDLESS, timeout="2")) for _ in range(200)]
        await asyncio.sleep(0.1)
        took = []
        for _ in range(40):
            start = time.perf_counter()
            assert await server.fetch(LIGHT) == (200, LIGHT_ANSWER)
            took.append(time.perf_counter() - start)
        assert {status for status, _ in await asyncio.gather(*heavy)} <= {503, 504}
        return sorted(took)

    took = asyncio.run(play())
    assert took[len(took) // 2] < 0.25, took
    assert len(workers(server.pid)) <= 4


def test_the_names_are_distinct() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 60
