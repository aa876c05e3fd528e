"""The frames that the service and a worker exchange: a length, a kind, an end, so many bytes.

A worker that is given a ``JOB`` answers with a ``TABLE`` or a ``GRAPH``, then with any number of
``MORE``; each holds a chunk of the answer, and tells whether it is the ``LAST``, so that a short
answer is one frame. ``FAULT`` may stand in any place, and ends the answer. A worker that has grown
says ``FAREWELL`` for ``LAST``, and leaves. The end of the stream anywhere else is a crash.
"""

import socket
import struct
from enum import IntEnum
from typing import Final

HEADER: Final = struct.Struct(">IBB")
CHUNK: Final = 1 << 16
"""The most bytes of an answer that one frame holds."""


class Kind(IntEnum):
    """What the bytes of a frame are."""

    JOB = 1
    TABLE = 2
    GRAPH = 3
    MORE = 4
    FAULT = 5


class End(IntEnum):
    """Whether a frame is the last of an answer, and perhaps of a worker."""

    OPEN = 0
    LAST = 1
    FAREWELL = 2


def frame(kind: Kind, data: bytes = b"", end: End = End.OPEN) -> bytes:
    r"""Write a frame.

    >>> frame(Kind.MORE, b"ok", End.LAST)
    b'\x00\x00\x00\x02\x04\x01ok'
    """
    return HEADER.pack(len(data), kind, end) + data


def receive(line: socket.socket) -> tuple[Kind, bytes] | None:
    """Wait for a frame, which is all that was sent; None when the other side is gone."""
    data = line.recv(CHUNK)
    size = HEADER.size
    while len(data) < size or len(data) < (size := HEADER.size + HEADER.unpack_from(data)[0]):
        part = line.recv(CHUNK)
        if not part:
            return None
        data += part
    return Kind(data[HEADER.size - 2]), data[HEADER.size :]
