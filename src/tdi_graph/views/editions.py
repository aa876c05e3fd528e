"""The statements by the edition in which they first appeared."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from tdi_graph.store import Backend
from tdi_graph.views import descriptions
from tdi_graph.views.descriptions import index
from tdi_graph.views.labels import Named, Names, text_of
from tdi_graph.views.statements import Statement, statements

MOST = 100
"""So many statements of an edition are told; of more, how many there are."""

_COUNTS = """SELECT ?since ?kind (COUNT(DISTINCT ?s) AS ?n) {
  ?kind rdfs:subClassOf tdi:Statement . ?s a ?kind ; tdi:since ?since
} GROUP BY ?since ?kind ORDER BY ?since ?kind"""
_SAID = f"SELECT ?s {{ ?s tdi:since %d ; tdi:evidence ?p }} GROUP BY ?s ORDER BY ?s LIMIT {MOST}"


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition added and the release still holds, counted by kind, and told."""

    number: int
    counts: tuple[tuple[Named, int], ...]
    statements: tuple[Statement, ...]

    @property
    def total(self) -> int:
        """How many statements there are."""
        return sum(count for _, count in self.counts)


def editions(backend: Backend, names: Names) -> tuple[Edition, ...]:
    """Return the editions whose statements the release holds, newest first."""
    counts: dict[int, list[tuple[Named, int]]] = {}
    for since, kind, count in backend.select(_COUNTS).rows:
        # A name that is no number names no edition.
        if isinstance(count, Literal) and text_of(since).isdecimal():
            named = (names(text_of(kind)), int(count.value))
            counts.setdefault(int(text_of(since)), []).append(named)
    return tuple(_edition(backend, names, each, counts) for each in sorted(counts, reverse=True))


def _edition(
    backend: Backend, names: Names, number: int, counts: Mapping[int, list[tuple[Named, int]]]
) -> Edition:
    said = [text_of(iri) for (iri,) in backend.select(_SAID % number).rows]
    told = statements(index(descriptions.statements(backend, said)), names)
    ordered = sorted(told, key=lambda statement: statement.position)
    return Edition(number, tuple(counts[number]), tuple(ordered))
