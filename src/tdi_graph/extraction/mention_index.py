"""The names of a text by their places and by their sorts, and what was told of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from tdi_graph.extraction.mentions import Entity, Mention

_Ordered: TypeAlias = tuple[list[int], list[Mention]]


@dataclass(slots=True)
class Told:
    """What was found out of the names of a text, by places; a new name makes it void."""

    standings: dict[int, int] = field(default_factory=dict)
    spoken_of: dict[int, Entity | None] = field(default_factory=dict)


class MentionIndex:
    """The mentions of a text in their order, none over another; frames add to them."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        """Start with ``mentions``, which stand in their order."""
        self.name(mentions)

    def name(self, mentions: Iterable[Mention]) -> None:
        """Put ``mentions`` in place of all that were there."""
        self.mentions = list(mentions)
        self._mention_starts = [mention.start for mention in self.mentions]
        self._sorted: dict[tuple[str, ...], _Ordered] = {}
        self.told = Told()

    def add(self, mention: Mention) -> None:
        """Add a name that a frame has found, in place of what it covers."""
        low = bisect_left(self._mention_starts, mention.start)
        if low and self.mentions[low - 1].end > mention.start:
            low -= 1
        high = bisect_left(self._mention_starts, mention.end)
        first = self._mention_starts[low] if low < high else mention.start
        self.mentions[low:high] = [mention]
        self._mention_starts[low:high] = [mention.start]
        for sorts, (starts, mentions) in self._sorted.items():
            low, high = bisect_left(starts, first), bisect_left(starts, mention.end)
            kept = [mention] if mention.entity.sort in sorts else []
            mentions[low:high] = kept
            starts[low:high] = [one.start for one in kept]
        self.told = Told()

    def within(self, start: int, end: int, *sorts: str) -> list[Mention]:
        """Return the mentions that start from ``start`` to before ``end``, of the given sorts."""
        starts, mentions = self._of(sorts) if sorts else (self._mention_starts, self.mentions)
        low = bisect_left(starts, start)
        return mentions[low : bisect_left(starts, end, low)]

    def _of(self, sorts: tuple[str, ...]) -> _Ordered:
        ordered = self._sorted.get(sorts)
        if ordered is None:
            kept = [mention for mention in self.mentions if mention.entity.sort in sorts]
            ordered = self._sorted[sorts] = [mention.start for mention in kept], kept
        return ordered

    def mention_at(self, position: int) -> Mention | None:
        """Return the mention that starts at ``position``."""
        at = bisect_left(self._mention_starts, position)
        if at < len(self.mentions) and self.mentions[at].start == position:
            return self.mentions[at]
        return None

    def covering(self, position: int) -> Mention | None:
        """Return the mention inside which ``position`` stands."""
        at = bisect_right(self._mention_starts, position) - 1
        if at >= 0 and position < self.mentions[at].end:
            return self.mentions[at]
        return None
