"""Figures that the text says replace others: « au nombre de 136, au lieu des 124 annoncés ».

« Contre 120 en 2019 » and « porté de 100 à 150 » are no such thing: there both figures hold, each
at its date, so nothing is revised.
"""

from collections.abc import Iterator, Sequence

from tdi_graph.extraction.frames.figure import Figure

_REPLACED = "figure.instead-of"


def replacing(figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Yield the index of each figure that replaces another, and that of the other.

    The other is named right after it, of the same indicator, thing and scope.
    """
    for old, figure in enumerate(figures):
        if figure.rule != _REPLACED:
            continue
        before = (n for n in range(old - 1, -1, -1) if figures[n].indicator == figure.indicator)
        new = next(before, None)
        if new is not None and _of_one(figures[new], figure):
            yield new, old


def _of_one(new: Figure, old: Figure) -> bool:
    return (
        new.subject.iri == old.subject.iri
        and new.scope == old.scope
        and new.rule != _REPLACED
        and new.value != old.value
    )
