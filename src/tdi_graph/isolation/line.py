"""The service's end of a worker's line: frames in, from the event loop, one reader at a time."""

import asyncio
from collections import deque
from typing import Final, cast

from tdi_graph.isolation.faults import Crashed
from tdi_graph.isolation.framing import CHUNK, HEADER, End, Kind

_KINDS: Final[dict[int, Kind]] = {int(kind): kind for kind in Kind}
_ENDS: Final[dict[int, End]] = {int(end): end for end in End}
_MOST_HELD: Final = 4 * CHUNK
"""How many bytes may wait to be read before the worker has to wait, too."""


class Line(asyncio.Protocol):
    """Frames from a worker, which is made to wait where its reader is slower than it is."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.ended = False
        """Whether the worker has closed its end, which it never does alive."""
        self._transport: asyncio.Transport | None = None
        self._partial = bytearray()
        self._frames: deque[tuple[Kind, End, bytes]] = deque()
        self._held = 0
        self._paused = False
        self._reader: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport to pause and to close."""
        # Not asked with isinstance: those of uvloop are transports without being called so.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames, and wake the reader if there is one."""
        self._partial += data
        while len(self._partial) >= HEADER.size:
            length, kind, end = HEADER.unpack_from(self._partial)
            if length > CHUNK or kind not in _KINDS or end not in _ENDS:
                self.close()
                return
            size = HEADER.size + length
            if len(self._partial) < size:
                break
            data = bytes(self._partial[HEADER.size : size])
            self._frames.append((_KINDS[kind], _ENDS[end], data))
            self._held += length
            del self._partial[:size]
        if self._held > _MOST_HELD and not self._paused and self._transport:
            self._transport.pause_reading()
            self._paused = True
        if self._frames:
            self._wake()

    def connection_lost(self, _: Exception | None) -> None:
        """Know that nothing will come any more."""
        self.ended = True
        self._wake()

    async def receive(self) -> tuple[Kind, End, bytes]:
        """Wait for the next frame; the end of the line instead is a crash."""
        while not self._frames:
            if self.ended:
                raise Crashed
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        kind, end, data = self._frames.popleft()
        self._held -= len(data)
        if self._paused and self._held <= CHUNK and self._transport:
            self._paused = False
            self._transport.resume_reading()
        return kind, end, data

    def send(self, data: bytes) -> None:
        """Write a frame; that the worker is dead, ``receive`` tells."""
        if self._transport:
            self._transport.write(data)

    def close(self) -> None:
        """Close the line at once."""
        if self._transport:
            self._transport.abort()
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        if self._reader and not self._reader.done():
            self._reader.set_result(None)
