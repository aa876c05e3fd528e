"""What the data already hold that is the same as a candidate, close to it, or against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.refreshing import likeness, overlap
from tdi_graph.statements import Kind, Property
from tdi_graph.vocabulary import compact, expand

_CIRCUMSTANCES = frozenset(
    map(
        expand,
        (
            *("tdi:attestedDate", "schema:observationDate", "tdi:dateBasis", "tdi:modality"),
            *("dcterms:isPartOf", "tdi:restates", "tdi:revises", "tdi:outcome"),
        ),
    )
)
_SCOPE, _DATE = expand("tdi:scope"), expand("schema:observationDate")
_CLOSE = 0.5
_MOST = 4
_RANKS = ("contradicts", "the same", "differs")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statement of the data and how a candidate relates to it."""

    name: str
    how: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say how the candidate relates to the statement."""
        where = f" in {', '.join(self.fields)}" if self.fields else ""
        return f"{self.how}{where}: st:{self.name}"


def neighbours(said: Content, document: str, known: Mapping[str, Content]) -> list[Neighbour]:
    """Return the statements nearest to what ``document`` said, contradictions first."""
    found = [n for name, other in known.items() if (n := _compared(said, name, other))]
    if said.kind in (Kind.PLEDGE, Kind.QUOTATION):
        # No two are worded alike: near is what is said in the same place.
        found = [n for n in found if _in_place(said, document, n.name, known[n.name])]
    found.sort(key=lambda n: (_RANKS.index(n.how), len(n.fields), n.name))
    return found[:_MOST]


def _compared(said: Content, name: str, other: Content) -> Neighbour | None:
    if said.kind is not other.kind:
        return None
    differing = _fields(_plain(said) ^ _plain(other))
    if not differing:
        return Neighbour(name, "the same")
    if _about(said) != _about(other):
        close = len(differing) == 1 and likeness(said, other) >= _CLOSE
        return Neighbour(name, "differs", differing) if close else None
    return Neighbour(name, "contradicts" if _against(said, other) else "differs", differing)


def _in_place(said: Content, document: str, name: str, other: Content) -> bool:
    return name.startswith(f"{document}-") and overlap(said.spans, other.spans) > 0


def _plain(content: Content) -> set[Property]:
    return {p for p in content.properties if p[0] not in _CIRCUMSTANCES}


def _fields(properties: Iterable[Property]) -> tuple[str, ...]:
    return tuple(sorted({compact(predicate.value) for predicate, _ in properties}))


def _about(content: Content) -> set[Property]:
    keys = {*content.kind.keys, _SCOPE}
    things = (p for p in content.properties if p[0] in keys)
    return {p for p in things if isinstance(p[1], NamedNode)}


def _against(said: Content, other: Content) -> bool:
    """Tell whether two statements on the same cannot both be true at their date."""
    if said.kind is Kind.FIGURE:
        return said.values(_DATE) == other.values(_DATE)
    if said.kind is Kind.LINK:
        dates = [c.values(expand("rdf:object")) for c in (said, other)]
        one, two = (str(d[0].value) if d and isinstance(d[0], Literal) else "" for d in dates)
        return bool(one and two) and not (one.startswith(two) or two.startswith(one))
    return False
