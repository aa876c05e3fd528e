"""The pool: who is answered by which worker, for how long, and who is not.

A job is taken up by one of a few quick workers, or waits for one. Whoever waits, the last to come
is the first to be served: in a crowd, to be fair would be to serve everybody too late. What becomes
of the jobs that are not answered in a moment, ``lanes`` decides.
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from tdi_graph.errors import ReleaseError, TdiError
from tdi_graph.isolation.faults import Busy, Crashed, Expired
from tdi_graph.isolation.generation import Generation, Worker
from tdi_graph.isolation.job import Job
from tdi_graph.isolation.lanes import MOMENT, Lanes, Sizes
from tdi_graph.isolation.run import Answer, Run, begun
from tdi_graph.isolation.zygote import Zygote

_LOG = logging.getLogger(__name__)
_PAUSE = 0.1


@dataclass(slots=True)
class Statistics:
    """What has happened since the pool was opened."""

    started: int = 0
    answered: int = 0
    refused: int = 0
    expired: int = 0
    crashed: int = 0
    killed: int = 0


class Pool:
    """Worker processes that answer jobs; used from one event loop."""

    def __init__(
        self, start: Callable[[], Zygote], sizes: Sizes | None = None, *, timeout: float = 10
    ) -> None:
        """Start a first zygote with ``start``, which is called again should it die.

        ``timeout`` is how many seconds a job should be given at most, by who gives it a deadline.
        """
        self.sizes = sizes or Sizes()
        self.timeout = timeout
        self.statistics = Statistics()
        self._start = start
        self._first: Zygote | None = start()
        self._current: Generation | None = None
        self._generations: set[Generation] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._lanes = Lanes(self.sizes, self._waiting)
        self._running: set[Run] = set()
        self._quiet = asyncio.Event()
        self._closed = False
        self._revivals: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many jobs wait for a worker."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many jobs are being answered."""
        return len(self._running)

    @property
    def generations(self) -> int:
        """How many zygotes there are: one, but for those whose workers have yet to end."""
        return sum(not each.ended for each in self._generations)

    def open(self) -> None:
        """Bring up the workers; it is done by the first job if nobody does."""
        if self._first is not None:
            first, self._first = self._first, None
            self._current = self._begun(first)

    @asynccontextmanager
    async def run(self, job: Job, deadline: float) -> AsyncIterator[Answer]:
        """Answer a job before ``deadline``, which is a time of the event loop.

        What is done with the answer counts, too: when time is over, the body of the ``async with``
        is cancelled. A body that is left before the answer's end costs the worker its life.
        """
        self.open()
        current: Run | None = None
        clock = asyncio.timeout_at(deadline)
        try:
            async with clock:
                current = Run(await self._acquired(), clock)
                self._lanes.enter(current)
                self._running.add(current)
                try:
                    yield await begun(current, job)
                finally:
                    self._finish(current)
        except Crashed:
            self.statistics.crashed += 1
            raise
        except TimeoutError:
            if not clock.expired():
                raise
            raise self._too_late(current) from None

    async def swap(self, start: Callable[[], Zygote]) -> None:
        """Answer new jobs by workers of a new zygote, as soon as it has one.

        The old ones end when they are done. If the new ones do not come up, nothing changes.
        """
        self.open()
        if not await self._renew(start):
            raise ReleaseError("no worker could be started for the release", do="look at its file")
        self._start = start

    async def close(self, grace: float = 0) -> None:
        """Take no more jobs; end all that there is after ``grace`` seconds, or sooner if idle."""
        self._closed = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._no_run(), grace)
        for run in self._running:
            run.stop()
        for waiting in self._waiting:
            waiting.cancel()
        for generation in self._generations:
            await generation.settled()
            generation.dismiss()
        await self._no_run()
        self.end()
        await asyncio.sleep(0)

    async def _no_run(self) -> None:
        if self._running:
            self._quiet.clear()
            await self._quiet.wait()

    def end(self) -> None:
        """End every process at once."""
        self._closed = True
        for generation in tuple(self._generations):
            generation.end()
        if self._first is not None:
            self._first.end()
            self._first = None

    def _begun(self, zygote: Zygote) -> Generation:
        generation = Generation(zygote, self._arrived, self._died)
        self._generations = {each for each in self._generations if not each.ended}
        self._generations.add(generation)
        generation.fill(self.sizes.quick)
        return generation

    async def _renew(self, start: Callable[[], Zygote]) -> bool:
        generation = self._begun(await asyncio.to_thread(start))
        try:
            came = await generation.ready()
        except asyncio.CancelledError:
            generation.end()
            raise
        if self._closed or not came:
            generation.end()
            return self._closed
        old, self._current = self._current, generation
        if old:
            old.leave()
        early, generation.idle = generation.idle, []
        for worker in early:
            self._settle(worker)
        return True

    def _died(self, generation: Generation) -> None:
        if generation is self._current and not self._closed:
            revival = asyncio.get_running_loop().create_task(self._revive())
            self._revivals.add(revival)
            revival.add_done_callback(self._revivals.discard)

    async def _revive(self) -> None:
        _LOG.error("the zygote died; another is started")
        renewed = False
        while not renewed:
            await asyncio.sleep(_PAUSE)
            with suppress(OSError):
                renewed = await self._renew(self._start)

    # Workers

    async def _acquired(self) -> Worker:
        if self._closed:
            raise Busy(1)
        while self._current and self._current.idle:
            worker = self._current.idle.pop()
            if not worker.dead:
                return worker
            self._lose(worker)
        self._lanes.make_room()
        while self._waiting and len(self._waiting) >= self.sizes.waiting:
            oldest = self._waiting.popleft()
            if not oldest.done():
                self.statistics.refused += 1
                oldest.set_exception(self._busy())
        return await self._next_worker()

    async def _next_worker(self) -> Worker:
        promised: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(promised)
        try:
            return await promised
        except asyncio.CancelledError:
            # Whoever keeps a promise, or breaks it, has taken it off the list.
            with suppress(ValueError):
                self._waiting.remove(promised)
            if promised.done() and not promised.cancelled() and not promised.exception():
                self._settle(promised.result())
            elif self._closed:
                raise Busy(1) from None
            raise

    def _arrived(self, worker: Worker) -> None:
        self.statistics.started += 1
        self._settle(worker)

    def _settle(self, worker: Worker) -> None:
        generation = worker.generation
        if generation.leaving or self._closed:
            worker.let_go()
            return
        while self._waiting and generation is self._current:
            promised = self._waiting.pop()
            if not promised.done():
                promised.set_result(worker)
                return
        generation.idle.append(worker)

    def _lose(self, worker: Worker) -> None:
        worker.generation.quick -= 1
        worker.kill()
        worker.generation.fill(self.sizes.quick)

    # Runs

    def _finish(self, run: Run) -> None:
        self._running.discard(run)
        self._lanes.leave(run)
        self.statistics.answered += run.over
        self.statistics.killed += not (run.over or run.worker.dead)
        if run.slow:
            run.worker.kill()
        elif run.over and not run.farewell:
            self._settle(run.worker)
        else:
            self._lose(run.worker)
        if not self._running:
            self._quiet.set()

    def _too_late(self, run: Run | None) -> TdiError:
        if self._closed or run is None or run.evicted:
            self.statistics.refused += 1
            return self._busy()
        self.statistics.expired += 1
        return Expired()

    def _busy(self) -> Busy:
        return Busy(1 + math.ceil(len(self._waiting) * MOMENT / self.sizes.quick))
