"""Queries that call services: what those answer is asked first, then the rest is evaluated."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from tdi_graph import federation
from tdi_graph.errors import QueryError
from tdi_graph.federation import Asked, Call, Clause, Inlined, ServiceFailed
from tdi_graph.isolation import Expired, Job
from tdi_graph.protocol import Answering, Evaluation

_AT_ONCE = 4
_SHARE = 0.8
"""How much of the time that is left a service is given: without its answer, too, some is needed."""


class Federated:
    """Evaluates with the answers of services in the place of their clauses."""

    def __init__(self, inner: Evaluation, allowed: Collection[str]) -> None:
        """Take what evaluates the rest, and the addresses that may be called, exactly so."""
        self.timeout = inner.timeout
        self.allowed = frozenset(allowed)
        self._inner = inner
        # A thread is busy until its call is over, whoever still waits for it: so many calls there
        # are at once, and the others wait for their turn.
        self._turns = ThreadPoolExecutor(_AT_ONCE, "service")

    @asynccontextmanager
    async def run(self, job: Job, deadline: float) -> AsyncIterator[Answering]:
        """Answer a job before ``deadline``, which is a time of the event loop."""
        if "service" not in job.query.lower():
            async with self._inner.run(job, deadline) as answering:
                yield answering
            return
        filled = await self._filled(job.query, deadline)
        try:
            async with self._inner.run(replace(job, query=filled.text), deadline) as answering:
                yield answering
        except QueryError as error:
            raise filled.placed(error) from None

    async def _filled(self, query: str, deadline: float) -> Inlined:
        try:
            async with asyncio.timeout_at(deadline):
                clauses = await run_in_threadpool(federation.judged, query, self.allowed)
                answers = [(clause, await self._asked(clause, deadline)) for clause in clauses]
                return await run_in_threadpool(federation.inlined, query, answers)
        except TimeoutError:
            raise Expired from None

    async def _asked(self, clause: Clause, deadline: float) -> Asked | None:
        """Ask a service, within its share of the time; None if a silent one fails."""
        loop = asyncio.get_running_loop()
        seconds = (deadline - loop.time()) * _SHARE
        call = Call(clause.address, clause.query, time.monotonic() + seconds)
        try:
            async with asyncio.timeout(seconds):
                return await loop.run_in_executor(self._turns, call.answer)
        except (TimeoutError, ServiceFailed, QueryError):
            if clause.silent:
                return None
            raise
        finally:
            # Without the client, or without time, nobody waits for it any more.
            call.stop()


def allowed(evaluation: Evaluation) -> frozenset[str]:
    """Return the addresses that SERVICE may call, in queries that are evaluated so."""
    return evaluation.allowed if isinstance(evaluation, Federated) else frozenset()
