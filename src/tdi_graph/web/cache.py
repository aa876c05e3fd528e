"""Small answers kept for who asks again: of one release, within a budget of bytes.

An answer is found twice over: by what it answers, its entity tag, and by the bytes of a request
that was answered with it, so that the same request need not even be read.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]
Asked: TypeAlias = tuple[bytes, bytes | None, bytes | None]
"""A request's query string, and the values of Accept and Accept-Encoding, as they came."""

LARGEST = 1 << 20
"""The longest answer that is kept, in bytes as sent."""

BUDGET = 64 << 20
"""How many bytes all that is kept may take."""

_OVERHEAD = 1 << 10
_MOST_WAYS = 8
_LONGEST_ASKED = 1 << 13


@dataclass(slots=True, eq=False)
class Kept:
    """An answer as it is sent, and the headers with which it goes: by GET, by POST, as a 304."""

    tag: str
    body: bytes
    headers: Headers
    posted: Headers
    unchanged: Headers
    format: str = ""
    query: str = ""
    ways: list[Asked] = field(default_factory=list)
    """The requests by which it is found at once."""

    @property
    def weight(self) -> int:
        """How many bytes it takes, roughly."""
        return len(self.body) + _OVERHEAD


class Cache:
    """The answers of one release, the one that was used last the longest."""

    def __init__(self, budget: int = BUDGET, largest: int = LARGEST) -> None:
        """Keep answers of at most ``largest`` bytes, and at most ``budget`` bytes in all."""
        self.largest = min(budget, largest)
        self._budget = budget
        self._held = 0
        self._by_tag: OrderedDict[str, Kept] = OrderedDict()
        self._by_request: dict[Asked, Kept] = {}

    def __len__(self) -> int:
        """Count the answers."""
        return len(self._by_tag)

    @property
    def held(self) -> int:
        """How many bytes the answers take."""
        return self._held

    def asked(self, asked: Asked) -> Kept | None:
        """Return the answer to a request that was answered before, byte for byte the same."""
        kept = self._by_request.get(asked)
        if kept:
            self._by_tag.move_to_end(kept.tag)
        return kept

    def tagged(self, tag: str, asked: Asked | None = None) -> Kept | None:
        """Return the answer of this tag, and know it by ``asked``, too, from now on."""
        kept = self._by_tag.get(tag)
        if kept:
            self._by_tag.move_to_end(tag)
            self._know(kept, asked)
        return kept

    def keep(self, kept: Kept, asked: Asked | None = None) -> None:
        """Keep an answer that is whole, and drop those that were not used for the longest time."""
        if len(kept.body) > self.largest or kept.tag in self._by_tag:
            return
        self._by_tag[kept.tag] = kept
        self._held += kept.weight
        self._know(kept, asked)
        while self._held > self._budget:
            self._drop()

    def clear(self) -> None:
        """Forget everything."""
        self._by_tag.clear()
        self._by_request.clear()
        self._held = 0

    def _know(self, kept: Kept, asked: Asked | None) -> None:
        if asked is None or asked in self._by_request or len(kept.ways) >= _MOST_WAYS:
            return
        size = sum(len(part or b"") for part in asked)
        if size <= _LONGEST_ASKED:
            kept.ways.append(asked)
            self._by_request[asked] = kept
            self._held += size

    def _drop(self) -> None:
        _, oldest = self._by_tag.popitem(last=False)
        self._held -= oldest.weight
        for asked in oldest.ways:
            del self._by_request[asked]
            self._held -= sum(len(part or b"") for part in asked)
