"""What evaluates queries, as those see it who ask: processes, threads, or others elsewhere."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tdi_graph.isolation import Job, Kind


class Answering(Protocol):
    """An answer that has begun: its sort, its first chunk, and whether that is all of it."""

    sort: Kind
    first: bytes

    @property
    def complete(self) -> bool:
        """Tell whether all of the answer has been read."""
        ...

    @property
    def began(self) -> float:
        """When its evaluation began, as ``time.monotonic`` has it."""
        ...

    @property
    def release(self) -> str:
        """The digest of the release that the answer is made from."""
        ...

    async def more(self) -> bytes:
        """Wait for the next chunk, of an answer that is not complete."""
        ...


class Evaluation(Protocol):
    """What answers jobs: ``isolation.Pool``, or ``web.evaluating.Inline``."""

    timeout: float

    def run(self, job: Job, deadline: float) -> AbstractAsyncContextManager[Answering]:
        """Answer a job before ``deadline``, which is a time of the event loop."""
        ...
