"""A job under way, from the frame that asks for it to the last one of its answer."""

import asyncio
import time
from dataclasses import dataclass, field

from tdi_graph.isolation import faults
from tdi_graph.isolation.framing import End, Kind, frame
from tdi_graph.isolation.generation import Worker
from tdi_graph.isolation.job import Job


@dataclass(slots=True, eq=False)
class Run:
    """A job under way; to end it, its clock is set to now."""

    worker: Worker
    clock: asyncio.Timeout
    slow: bool = False
    evicted: bool = False
    over: bool = False
    farewell: bool = False
    alarm: asyncio.TimerHandle | None = None
    began: float = field(default_factory=time.monotonic)
    used: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.used = self.worker.processor_time()

    @property
    def age(self) -> float:
        """The seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def busy(self) -> float:
        """The seconds in which the worker has kept a processor busy."""
        return self.worker.processor_time() - self.used

    async def receive(self) -> tuple[Kind, bytes]:
        """Wait for the next frame; a fault that the worker tells is raised."""
        kind, end, data = await self.worker.line.receive()
        self.over = end is not End.OPEN or kind is Kind.FAULT
        self.farewell = end is End.FAREWELL
        if kind is Kind.FAULT:
            raise faults.decoded(data)
        return kind, data

    def evict(self) -> None:
        """Stop the run in favour of others."""
        self.evicted = True
        self.stop()

    def stop(self) -> None:
        """Cancel what is done with the answer, as if time were over."""
        if not self.clock.expired():
            self.clock.reschedule(asyncio.get_running_loop().time())


@dataclass(slots=True)
class Answer:
    """An answer that has begun: its sort, its first chunk, and whether that is all of it."""

    sort: Kind
    first: bytes
    run: Run = field(repr=False)

    @property
    def complete(self) -> bool:
        """Tell whether all of the answer has been read."""
        return self.run.over

    @property
    def release(self) -> str:
        """The digest of the release that the answer is made from."""
        return self.run.worker.generation.release

    @property
    def began(self) -> float:
        """When a worker took it up, as ``time.monotonic`` has it."""
        return self.run.began

    async def more(self) -> bytes:
        """Wait for the next chunk, of an answer that is not complete."""
        _, data = await self.run.receive()
        return data


async def begun(run: Run, job: Job) -> Answer:
    """Hold the answer back until there is a whole chunk of it, or all."""
    run.worker.line.send(frame(Kind.JOB, job.encoded()))
    sort, first = await run.receive()
    return Answer(sort, first, run)
