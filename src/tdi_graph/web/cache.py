"""Small answers kept for who asks again: of one release, within a budget of bytes.

An answer is found twice over: by what it answers, its entity tag, and by the bytes of a request
that was answered with it, so that the same request need not even be read.
"""

from collections import OrderedDict
from typing import Generic, Protocol, Self, TypeAlias, TypeVar

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]
Asked: TypeAlias = tuple[bytes, bytes | None, bytes | None]
"""A request's query string, and the values of Accept and Accept-Encoding, as they came."""

LARGEST = 1 << 20
"""The longest answer that is kept, in bytes as sent."""

BUDGET = 64 << 20
"""How many bytes all that is kept may take."""

_OVERHEAD = 1 << 12
_MOST_WAYS = 8
_LONGEST_ASKED = 1 << 13


class Answer(Protocol):
    """An answer that can be given again."""

    @property
    def tag(self) -> str:
        """Its entity tag."""
        ...

    @property
    def body(self) -> bytes:
        """Its body, as it is sent."""
        ...

    def headers(self, method: str) -> Headers:
        """Return the headers with which it answers a request by ``method``."""
        ...

    def unchanged(self) -> Headers:
        """Return the headers of a 304 instead of it."""
        ...


AnswerT = TypeVar("AnswerT", bound=Answer)


class Kept(Generic[AnswerT]):
    """An answer that is kept, and its headers once they have been asked for."""

    __slots__ = ("_headers", "answer", "tag", "ways", "weight")

    def __init__(self, answer: AnswerT) -> None:
        """Keep an answer."""
        self.answer = answer
        self.tag = answer.tag
        self.weight = len(answer.body) + _OVERHEAD
        """How many bytes it takes, roughly."""
        self.ways: list[Asked] = []
        """The requests by which it is found at once."""
        self._headers: dict[str, Headers] = {}

    def headers(self, method: str) -> Headers:
        """Return the headers with which it answers a request by ``method``; "" is for a 304."""
        known = self._headers.get(method)
        if known is None:
            known = self.answer.headers(method) if method else self.answer.unchanged()
            self._headers[method] = known
        return known


class Cache(Generic[AnswerT]):
    """The answers of one release, the one that was used last the longest."""

    def __init__(self, budget: int = BUDGET, largest: int = LARGEST) -> None:
        """Keep answers of at most ``largest`` bytes, and at most ``budget`` bytes in all."""
        self.largest = min(budget, largest)
        self._budget = budget
        self._held = 0
        self._by_tag: OrderedDict[str, Kept[AnswerT]] = OrderedDict()
        self._by_request: dict[Asked, Kept[AnswerT]] = {}

    def emptied(self) -> Self:
        """Return an empty one with the same bounds."""
        return type(self)(self._budget, self.largest)

    def __len__(self) -> int:
        """Count the answers."""
        return len(self._by_tag)

    @property
    def held(self) -> int:
        """How many bytes the answers take."""
        return self._held

    def asked(self, asked: Asked) -> Kept[AnswerT] | None:
        """Return the answer to a request that was answered before, byte for byte the same."""
        kept = self._by_request.get(asked)
        if kept:
            self._by_tag.move_to_end(kept.tag)
        return kept

    def tagged(self, tag: str, asked: Asked | None = None) -> Kept[AnswerT] | None:
        """Return the answer of this tag, and know it by ``asked``, too, from now on."""
        kept = self._by_tag.get(tag)
        if kept:
            self._by_tag.move_to_end(tag)
            self._know(kept, asked)
        return kept

    def keep(self, answer: AnswerT, asked: Asked | None = None) -> None:
        """Keep an answer that is whole, and drop those that were not used for the longest time."""
        if len(answer.body) > self.largest or answer.tag in self._by_tag:
            return
        kept = self._by_tag[answer.tag] = Kept(answer)
        self._held += kept.weight
        self._know(kept, asked)
        while self._held > self._budget:
            self._drop()

    def clear(self) -> None:
        """Forget everything."""
        self._by_tag.clear()
        self._by_request.clear()
        self._held = 0

    def _know(self, kept: Kept[AnswerT], asked: Asked | None) -> None:
        if asked is None or asked in self._by_request or len(kept.ways) >= _MOST_WAYS:
            return
        size = _size(asked)
        if size <= _LONGEST_ASKED:
            kept.ways.append(asked)
            self._by_request[asked] = kept
            self._held += size

    def _drop(self) -> None:
        _, oldest = self._by_tag.popitem(last=False)
        self._held -= oldest.weight
        for asked in oldest.ways:
            del self._by_request[asked]
            self._held -= _size(asked)


def _size(asked: Asked) -> int:
    query, accept, coding = asked
    return len(query) + len(accept or b"") + len(coding or b"")
