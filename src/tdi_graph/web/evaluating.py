"""Where queries are evaluated: by the processes of a pool, or right here.

That is what looks one thing up, and all, where there are no such processes.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Job, Kind, Pool
from tdi_graph.protocol import Answering, Evaluation, evaluated, is_lookup
from tdi_graph.store import Backend

_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Means:
    """What queries are answered with: processes, if there are any, and services outside.

    ``services`` are the addresses that SERVICE may call, ``servers`` how many processes share what
    memory there is for answers that are kept.
    """

    pool: Pool | None = None
    services: frozenset[str] = frozenset()
    servers: int = 1


@dataclass(slots=True)
class Whole:
    """An answer that is there, all of it."""

    sort: Kind
    first: bytes
    began: float
    release: str
    complete: bool = True

    async def more(self) -> bytes:
        """Return nothing more."""
        await asyncio.sleep(0)
        return b""


class Inline:
    """Evaluates in threads of this process, without any limit: its own queries, or for tests."""

    def __init__(self, backend: Callable[[], Backend]) -> None:
        """Take what returns the store that answers, which a new release may have replaced."""
        self.timeout = _LONGEST
        self._backend = backend

    @asynccontextmanager
    async def run(self, job: Job, _: float) -> AsyncIterator[Answering]:
        """Answer a job; a thread cannot be stopped, so that no deadline holds."""
        began = time.monotonic()
        backend = self._backend()
        answered = await run_in_threadpool(_evaluated, job, backend)
        if isinstance(answered, TdiError):
            raise answered
        yield Whole(*answered, began, backend.release)


class Lookups:
    """Evaluates what looks one thing up right here: at once, and whatever the processes do."""

    def __init__(self, inner: Evaluation, backend: Callable[[], Backend]) -> None:
        """Take what evaluates all else, and what returns the store."""
        self.timeout = inner.timeout
        self._inner = inner
        self._backend = backend

    def run(self, job: Job, deadline: float) -> AbstractAsyncContextManager[Answering]:
        """Answer a job before ``deadline``, which is a time of the event loop."""
        backend = self._backend()
        if is_lookup(job, backend):
            return _AtOnce(job, backend)
        return self._inner.run(job, deadline)

    def answered(self, job: Job) -> Whole | None:
        """Answer a job that looks one thing up, None to any other, and to one that fails."""
        backend = self._backend()
        if not is_lookup(job, backend):
            return None
        with suppress(TdiError):
            return _whole(job, backend)
        return None


@dataclass(frozen=True, slots=True)
class _AtOnce(AbstractAsyncContextManager[Answering]):
    """What is answered without waiting for anything."""

    job: Job
    backend: Backend

    async def __aenter__(self) -> Answering:
        return _whole(self.job, self.backend)

    async def __aexit__(self, *_: object) -> None:
        return None


def _whole(job: Job, backend: Backend) -> Whole:
    began = time.monotonic()
    return Whole(*evaluated(job, backend), began, backend.release)


def _evaluated(job: Job, backend: Backend) -> tuple[Kind, bytes] | TdiError:
    try:
        return evaluated(job, backend)
    except TdiError as error:
        # Oxigraph's results, which the frames hold, must not be dropped in another thread.
        error.__traceback__ = error.__context__ = None
        return error
