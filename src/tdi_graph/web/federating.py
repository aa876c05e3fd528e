"""Queries that call services: what those answer is asked first, then the rest is evaluated."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic

from tdi_graph import federation
from tdi_graph.errors import QueryError
from tdi_graph.federation import Asked, Clause
from tdi_graph.isolation import Job
from tdi_graph.web.evaluating import Answering, Evaluation

_AT_ONCE = 4
_LONGEST_JOB = 1 << 22


class Federated:
    """Evaluates with the answers of services in the place of their clauses."""

    def __init__(self, inner: Evaluation, allowed: Collection[str]) -> None:
        """Take what evaluates the rest, and the addresses that may be called, exactly so."""
        self.timeout = inner.timeout
        self._inner = inner
        self._allowed = frozenset(allowed)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def run(self, job: Job, deadline: float) -> AsyncIterator[Answering]:
        """Answer a job before ``deadline``, which is a time of the event loop."""
        clauses = federation.judged(job.query, self._allowed)
        if clauses:
            async with asyncio.timeout_at(deadline):
                job = await self._complete(job, clauses, deadline)
        async with self._inner.run(job, deadline) as answering:
            yield answering

    async def _complete(self, job: Job, clauses: Collection[Clause], deadline: float) -> Job:
        left = deadline - asyncio.get_running_loop().time()
        answers = [(clause, await self._asked(clause, monotonic() + left)) for clause in clauses]
        query = federation.inlined(job.query, answers)
        if len(query) > _LONGEST_JOB:
            raise QueryError("the services answer too much together", do="ask them for less")
        return replace(job, query=query)

    async def _asked(self, clause: Clause, deadline: float) -> Asked | None:
        async with self._turns:
            left = deadline - monotonic()
            try:
                return await asyncio.to_thread(federation.ask, clause.address, clause.query, left)
            except QueryError:
                if clause.silent:
                    return None
                raise
