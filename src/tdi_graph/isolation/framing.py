"""The frames that the service and a worker exchange: a length, a kind, so many bytes.

A worker that is given a ``JOB`` answers with ``TABLE`` or ``GRAPH``, then any number of ``MORE``
and one ``LAST``; ``FAULT`` may stand in any place, and ends the answer. A worker that has grown
says ``FAREWELL`` for ``LAST``, and leaves. The end of the stream anywhere else is a crash.
"""

import socket
import struct
from enum import IntEnum
from typing import Final

HEADER: Final = struct.Struct(">IB")
CHUNK: Final = 1 << 16
"""The most bytes of an answer that one frame holds."""


class Kind(IntEnum):
    """What the bytes of a frame are."""

    JOB = 1
    TABLE = 2
    GRAPH = 3
    MORE = 4
    LAST = 5
    FAREWELL = 6
    FAULT = 7


def frame(kind: Kind, data: bytes = b"") -> bytes:
    r"""Write a frame.

    >>> frame(Kind.LAST, b"ok")
    b'\x00\x00\x00\x02\x05ok'
    """
    return HEADER.pack(len(data), kind) + data


def receive(line: socket.socket) -> tuple[Kind, bytes] | None:
    """Wait for a frame, which is all that was sent; None when the other side is gone."""
    data = line.recv(CHUNK)
    size = HEADER.size
    while len(data) < size or len(data) < (size := HEADER.size + HEADER.unpack_from(data)[0]):
        part = line.recv(CHUNK)
        if not part:
            return None
        data += part
    return Kind(data[HEADER.size - 1]), data[HEADER.size :]
