"""Which things a query may mean, how well each fits, and whether one of them is meant for sure.

A candidate's score, from 0 to 100, is the likeness of its name; each property that was given counts
four tenths of a name (as OpenRefine's users know it from Wikidata's service), unless nothing is
known of it; an identifier that the candidate bears makes 100. One candidate is matched if its score
is ``SURE`` or more and no other comes within ``GAP``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tdi_graph.reconciliation.likeness import EXACT
from tdi_graph.search import Entry

SURE = 90.0
GAP = 10.0
LEAST = 50.0
"""The score from which on a candidate is worth a look."""

_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a thing: its name, its properties (each from 0 to 100), identifiers.

    ``name`` is None where no name was given. ``identified`` tells that it bears an identifier that
    was given, ``surely`` that this can be no other register's. A property that nothing is known of
    is not among ``properties``.
    """

    entry: Entry
    name: float | None
    properties: Mapping[str, float] = field(default_factory=dict)
    identified: bool = False
    surely: bool = False

    @property
    def score(self) -> float:
        """How well it fits, from 0 to 100."""
        if self.identified:
            return EXACT
        parts = list(self.properties.values())
        if self.name is None:
            return sum(parts) / len(parts) if parts else 0.0
        found = self.name + _WEIGHT * sum(parts)
        return min(EXACT, found / (1 + _WEIGHT * len(parts)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant: what speaks for it, its score, and whether it is matched."""

    evidence: Evidence
    score: float
    match: bool

    @property
    def entry(self) -> Entry:
        """The thing."""
        return self.evidence.entry


def ranked(found: Iterable[Evidence]) -> Sequence[Candidate]:
    """Return the candidates, best first; the first is matched if it is meant for sure."""
    ordered = sorted(
        (one for one in found if one.identified or one.score >= LEAST),
        key=lambda one: (-one.score, -(one.name or 0), one.entry.iri),
    )
    sure = bool(ordered) and _is_sure(ordered[0], ordered[1:])
    return [
        Candidate(one, round(one.score, 1), match=sure and at == 0)
        for at, one in enumerate(ordered)
    ]


def _is_sure(best: Evidence, others: Iterable[Evidence]) -> bool:
    # A name fits by its own even where its thing bears another identifier than the one given:
    # one of the two was given in error, and nobody knows which.
    rivals = (max(other.score, other.name or 0) for other in others)
    if best.score < SURE or best.score - max(rivals, default=0.0) < GAP:
        return False
    if best.identified:
        return best.surely
    return best.name is not None
