"""Whether the process is up, and whether it can answer: two addresses for who watches over it."""

import asyncio
import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Job, Pool
from tdi_graph.web.current import Current

PATIENCE = 2.0
"""How many seconds may pass until it is known whether a query is answered."""

_QUESTION = "ASK { ?s ?p ?o }"
_TYPE = "application/json"


class Health:
    """Answers for the state of the service."""

    def __init__(self, current: Current, pool: Pool | None = None) -> None:
        """Take what is served, and the pool that answers queries, if there is one."""
        self.draining = False
        """Whether the service is about to end, and nobody should be sent here any more."""
        self._current = current
        self._pool = pool

    def routes(self) -> list[Route]:
        """Return the routes of the two addresses."""
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
        ]

    async def alive(self, _: Request) -> Response:
        """Tell that the process is up; no store is asked."""
        return _answer(200, status="alive")

    async def ready(self, _: Request) -> Response:
        """Tell whether a query is answered, by asking one, in a time that is bounded."""
        reason = "draining" if self.draining else await self._why_not()
        if reason:
            return _answer(503, status="unready", reason=reason)
        return _answer(200, status="ready", release=self._current.site.backend.release)

    async def _why_not(self) -> str:
        try:
            held = await (self._asked(self._pool) if self._pool else self._asked_here())
        except TdiError as error:
            return str(error)
        except TimeoutError:
            return f"no answer in {PATIENCE:g} s"
        return "" if held else "the graph is empty"

    async def _asked(self, pool: Pool) -> bool:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        job = Job(_QUESTION, table="text/csv", seconds=2)
        async with pool.run(job, deadline) as answer:
            while not answer.complete:
                answer.first += await answer.more()
            return answer.first == b"true"

    async def _asked_here(self) -> bool:
        async with asyncio.timeout(PATIENCE):
            return await run_in_threadpool(self._current.site.backend.ask, _QUESTION)


def _answer(code: int, **said: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(said) + "\n", code, headers, media_type=_TYPE)
