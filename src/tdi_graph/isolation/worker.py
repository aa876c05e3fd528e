"""A worker: a process that evaluates one query after the other, and may die of any.

It holds the store as its parent left it, one line to the service, and nothing else.
"""

import socket

from tdi_graph.errors import QueryError, TdiError
from tdi_graph.isolation import faults, limits, writing
from tdi_graph.isolation.faults import TooLarge
from tdi_graph.isolation.framing import CHUNK, End, Kind, frame, receive
from tdi_graph.isolation.job import Job, Limits
from tdi_graph.store import EmbeddedStore

_LEAST_GROWTH = 64 << 20
_SHARE = 8
"""A worker goes when it has taken so many parts of the store: four of them, half as much again."""


class Outlet:
    """The file that an answer is written to: it goes out in chunks, the first with its sort."""

    def __init__(self, line: socket.socket, sort: Kind, limit: int) -> None:
        """Take the line to write to, the sort of the answer and its longest length in bytes."""
        self._line = line
        self._held = bytearray()
        self._kind = sort
        self._left = limit
        self._limit = limit

    def write(self, data: bytes) -> int:
        """Take some bytes; send those that fill a chunk."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(self._limit)
        self._held += data
        while len(self._held) > CHUNK:
            self._send(bytes(self._held[:CHUNK]), End.OPEN)
            del self._held[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Keep what is too short for a chunk: the engine flushes at the end of its own."""

    def end(self, end: End) -> None:
        """Send what is left, as the last chunk."""
        self._send(bytes(self._held), end)

    def _send(self, data: bytes, end: End) -> None:
        self._line.sendall(frame(self._kind, data, end))
        self._kind = Kind.MORE


def run(store: EmbeddedStore, line: socket.socket, allowed: Limits) -> None:
    """Answer the jobs that come by ``line`` until it ends, within what is ``allowed``."""
    line = limits.keep_only(line)
    growth = max(_LEAST_GROWTH, limits.resident() // _SHARE)
    bearable = limits.memory_taken() + growth
    limits.confine(allowed.memory)
    while received := receive(line):
        job = Job.decoded(received[1])
        limits.allow_seconds(job.seconds)
        try:
            outlet = _evaluated(store, job, line, allowed.answer)
        except TdiError as error:
            line.sendall(frame(Kind.FAULT, faults.encoded(error)))
            continue
        # What was taken is not given back: it goes with the process.
        grown = limits.memory_taken() > bearable
        outlet.end(End.FAREWELL if grown else End.LAST)
        if grown:
            return


def _evaluated(store: EmbeddedStore, job: Job, line: socket.socket, limit: int) -> Outlet:
    return writing.answer(store, job, lambda sort: Outlet(line, sort, limit))


def warm_up(store: EmbeddedStore) -> None:
    """Go through all that a worker does, since it can open no file to import anything later."""
    for job in (
        Job("ASK {}", table="text/csv"),
        Job("DESCRIBE <a:b>", graph="text/turtle"),
        Job("SELECT ?a {}", table="text/html"),
    ):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            _evaluated(store, Job.decoded(job.encoded()), ours, CHUNK).end(End.LAST)
            receive(theirs)
    faults.decoded(faults.encoded(QueryError("", line=1)))
