"""What a document says twice: a repetition, and a vaguer number beside the exact one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tdi_graph.extraction.frames.figure import Figure


@dataclass(slots=True)
class Told:
    """A figure by its index, the figures that repeat it, and those that only restate it."""

    index: int
    figure: Figure
    others: list[Figure] = field(default_factory=list)
    vaguer: list[Figure] = field(default_factory=list)


def told(figures: Sequence[Figure], order: Iterable[int]) -> list[Told]:
    """Return what ``figures`` say, once each; the first of a repetition in ``order`` is kept."""
    kept: list[Told] = []
    alike: dict[tuple[str, Decimal], list[Told]] = defaultdict(list)
    for index in order:
        figure = figures[index]
        near = alike[figure.indicator, figure.value]
        same = next((main for main in near if _same(main.figure, figure)), None)
        if same is None:
            near.append(Told(index, figure))
            kept.append(near[-1])
        elif same.figure.quantity.qualifier == figure.quantity.qualifier:
            same.others.append(figure)
        else:
            same.vaguer.append(figure)
    return _exact(kept)


def _exact(mains: list[Told]) -> list[Told]:
    """Return ``mains`` without those that only round another, which take their place."""
    exact: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for main in mains:
        if not main.figure.quantity.qualifier and main.figure.quantity.low is None:
            exact[main.figure.indicator, main.figure.subject.iri.value].append(main)
    kept: list[Told] = []
    for main in mains:
        near = exact[main.figure.indicator, main.figure.subject.iri.value]
        rounded = next((one for one in near if _rounds(one.figure, main.figure)), None)
        if rounded is None:
            kept.append(main)
        else:
            rounded.vaguer += [main.figure, *main.vaguer]
    return kept


def _same(main: Figure, other: Figure) -> bool:
    """Tell whether two figures of one indicator and value also share range and scope."""
    return main.quantity.low == other.quantity.low and (
        main.scope == other.scope or main.scope is None or other.scope is None
    )


# Between which shares of the exact number a vaguer one may stand: « plus de 500 » for 540.
_ROUNDS = {
    "more-than": (Decimal("0.8"), Decimal(1)),
    "at-least": (Decimal("0.8"), Decimal(1)),
    "nearly": (Decimal(1), Decimal("1.1")),
    "around": (Decimal("0.9"), Decimal("1.1")),
}


# « six milliards », in the headline, for 6,1 milliards
_BARE = (Decimal("0.97"), Decimal("1.03"))


def _headline(exact: Figure, vague: Figure) -> bool:
    """Tell whether a bare amount of one digit stands before one of more digits."""
    one = len(vague.value.normalize().as_tuple().digits) == 1
    more = len(exact.value.normalize().as_tuple().digits) > 1
    return one and more and vague.span[0] < exact.span[0]


def _rounds(exact: Figure, vague: Figure) -> bool:
    """Tell whether ``vague`` says less exactly what ``exact`` says of the same thing."""
    low, high = _ROUNDS.get(vague.quantity.qualifier, (Decimal(0), Decimal(0)))
    if not vague.quantity.qualifier and vague.quantity.unit == "EUR" and _headline(exact, vague):
        low, high = _BARE
    return (
        vague.quantity.low is None
        and exact.scope == vague.scope
        and (exact.coverage == vague.coverage or ((low, high) == _BARE and not exact.coverage))
        and exact.value * low <= vague.value <= exact.value * high
    )
