"""Light queries while many heavy ones are asked: which are answered, and how soon."""

import asyncio
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from rivals import JSON, Service

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY, LIGHTS = 200, 200
_PAUSE = 0.02
_PATIENCE = 5.0
"""How many seconds a light query is waited for; then it is lost."""

_LONGEST = 30.0
"""How many seconds light queries are asked at most; the rest of them is lost."""

_IN_TIME = 15.0
"""How many seconds a heavy query is waited for, from the beginning."""

_OK = 200


@dataclass(frozen=True)
class Stampede:
    """What became of it: light queries lost, seconds of the others, statuses of the heavy ones."""

    lost: int
    seconds: tuple[float, ...]
    heavy: Counter[int]

    def __str__(self) -> str:
        """Write it for a table; a heavy query without an answer in time has the status 0."""
        if len(self.seconds) < LIGHTS // 2:
            return f"{self.lost} lost"
        last = statistics.quantiles(self.seconds, n=100)[98]
        told = ", ".join(f"{number} × {status}" for status, number in sorted(self.heavy.items()))
        return f"{self.lost} lost, p99 {last * 1e3:.0f} ms; heavy: {told}"


async def stampede(service: Service, light: list[str]) -> Stampede:
    """Ask ``MANY`` heavy queries at once and, a second later, light ones, one after the other."""
    end = time.perf_counter() + _LONGEST
    asked = [f"{HEAVY} #{number}" for number in range(MANY)]
    heavy = [asyncio.create_task(_ask(service, query, _IN_TIME)) for query in asked]
    await asyncio.sleep(1)
    seconds = []
    for number in range(LIGHTS):
        start = time.perf_counter()
        if start > end:
            break
        query = f"{light[number % len(light)]} #{start}"
        if await _ask(service, query, _PATIENCE) == _OK:
            seconds.append(time.perf_counter() - start)
        await asyncio.sleep(_PAUSE)
    statuses = Counter(await asyncio.gather(*heavy))
    return Stampede(LIGHTS - len(seconds), tuple(seconds), statuses)


async def _ask(service: Service, query: str, seconds: float) -> int:
    """Return the status of the answer, 0 if there is none in time."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            try:
                path = f"{service.path}?query={quote(query, safe='')}"
                head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {JSON}\r\n\r\n"
                writer.write(head.encode())
                return int((await reader.readuntil(b"\r\n\r\n")).split()[1])
            finally:
                writer.close()
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return 0
