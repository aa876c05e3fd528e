"""Bodies in a content coding, chunk by chunk: what has come can be decoded before the rest has.

The same chunks always make the same bytes, which a strong entity tag relies on.
"""

import zlib
from typing import Protocol

import zstandard
from starlette.concurrency import run_in_threadpool

SHORTEST = 500
"""A body of fewer bytes gains nothing from being encoded."""

_GZIP_LEVEL, _ZSTD_LEVEL = 5, 3
_GZIP_WINDOW = 31  # zlib's way to ask for gzip's header, whose time is left at 0

LONG = 1 << 14
"""What has so many bytes takes long enough to be encoded to keep others waiting."""


class Encoder(Protocol):
    """Encodes one body."""

    def encode(self, chunk: bytes, *, last: bool) -> bytes:
        """Return all that there is to send once ``chunk`` has come."""
        ...


class Gzip:
    """The coding "gzip" (RFC 1952)."""

    def __init__(self) -> None:
        """Begin a body."""
        self._compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)

    def encode(self, chunk: bytes, *, last: bool) -> bytes:
        """Return all that there is to send once ``chunk`` has come."""
        end = zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH
        return self._compressor.compress(chunk) + self._compressor.flush(end)


class Zstandard:
    """The coding "zstd" (RFC 8878), whose window is one that every client must bear (RFC 9659)."""

    def __init__(self) -> None:
        """Begin a body."""
        self._compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()

    def encode(self, chunk: bytes, *, last: bool) -> bytes:
        """Return all that there is to send once ``chunk`` has come."""
        end = zstandard.COMPRESSOBJ_FLUSH_FINISH if last else zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return self._compressor.compress(chunk) + self._compressor.flush(end)


_ENCODERS: dict[str, type[Gzip] | type[Zstandard]] = {"gzip": Gzip, "zstd": Zstandard}


def encoder(name: str) -> Encoder:
    """Return what encodes a body in the coding of this name, one of ``codings.CODINGS``."""
    return _ENCODERS[name]()


async def encoded(by: Encoder, chunk: bytes, *, last: bool) -> bytes:
    """Encode a chunk, in a thread if that takes long."""
    if len(chunk) < LONG:
        return by.encode(chunk, last=last)
    return await run_in_threadpool(by.encode, chunk, last=last)
