"""What is measured: the indicators, and for each one every figure, by what it is the figure of."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

from tdi_graph.documents import folded
from tdi_graph.errors import UnknownName
from tdi_graph.store import Backend
from tdi_graph.views.descriptions import index, node
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.entities import Series, series
from tdi_graph.views.labels import Label, Named, Names, text_of
from tdi_graph.views.statements import Figure, Statement, statements
from tdi_graph.vocabulary import expand

_COUNTED = """
SELECT ?indicator ?about ?family (COUNT(DISTINCT ?figure) AS ?figures) WHERE {
  ?figure schema:variableMeasured ?indicator ; schema:observationAbout ?about .
  OPTIONAL { ?indicator skos:broader ?family }
} GROUP BY ?indicator ?about ?family ORDER BY ?indicator DESC(?figures) ?about"""
_OF_BOTH = """
SELECT ?figure WHERE {
  ?figure schema:variableMeasured %s ; schema:observationAbout %s ; schema:observationDate ?date .
} ORDER BY DESC(STR(?date)) ?figure LIMIT %d"""
_THINGS, _FIGURES = 24, 120
"""So many things, and figures of each, a page shows; the table in a file has them all."""

_ABOUTS = """
SELECT ?about (COUNT(DISTINCT ?figure) AS ?figures) WHERE {
  ?figure schema:variableMeasured %s ; schema:observationAbout ?about .
} GROUP BY ?about ORDER BY DESC(?figures) ?about"""
_ALL = 1_000_000
_TRUE = Literal("true", datatype=expand("xsd:boolean"))
_MONEY, _SHARE = expand("c:money").value, expand("c:share").value
FAMILIES = ("money", "counts", "shares")
"""Indicators by what can be said of them together: amounts, numbers of things, parts of a whole."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, in which unit, with its series, the longest first; some are ``omitted``."""

    named: Named
    definition: Label | None
    unit: Named | None
    cumulative: bool
    series: tuple[Series, ...]
    omitted: int

    @property
    def figures(self) -> tuple[Statement, ...]:
        """Every figure, in the order of the series."""
        return tuple(figure for one in self.series for figure in one.figures)

    @property
    def sources(self) -> tuple[tuple[Named, tuple[Statement, ...]], ...]:
        """The documents that give its figures, each with those, the earliest first."""
        found: dict[Named, list[Statement]] = {}
        for figure in sorted(self.figures, key=lambda one: one.chronology):
            found.setdefault(figure.document, []).append(figure)
        return tuple((document, tuple(figures)) for document, figures in found.items())

    @property
    def comparable(self) -> tuple[Statement, ...]:
        """The latest figure of each thing that is observed and covers the whole of it."""
        return tuple(
            wholes[-1]
            for one in self.series
            if (wholes := [f for f in one.figures if f.observed and _whole(f)])
        )


def _whole(figure: Statement) -> bool:
    return isinstance(figure.content, Figure) and not figure.content.scopes


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator in a list: the longest of its series, and of how many things it has figures."""

    named: Named
    longest: Series
    things: int


def indicators(backend: Backend, names: Names) -> dict[str, tuple[Measured, ...]]:
    """Return every indicator that has figures, by family, in the order of their names."""
    abouts: dict[str, list[str]] = {}
    families: dict[str, str] = {}
    for indicator, about, family, _ in backend.select(_COUNTED).rows:
        abouts.setdefault(text_of(indicator), []).append(text_of(about))
        families[text_of(indicator)] = _family(text_of(family))
    ordered = sorted(abouts, key=lambda iri: folded(names(iri).label.text))
    return {
        family: tuple(
            Measured(names(iri), longest, len(abouts[iri]))
            for iri in ordered
            if families[iri] == family
            for longest in _series(backend, names, iri, abouts[iri][:1])
        )
        for family in FAMILIES
    }


def _series(
    backend: Backend, names: Names, iri: str, abouts: Iterable[str], most: int = _FIGURES
) -> tuple[Series, ...]:
    pairs = ((node(iri), node(about), most) for about in abouts)
    found = [text_of(f) for pair in pairs for (f,) in backend.select(_OF_BOTH % pair).rows]
    return series(statements(index(described(backend, found)), names))


def _family(broader: str) -> str:
    return {_MONEY: "money", _SHARE: "shares"}.get(broader, "counts")


def indicator(backend: Backend, names: Names, iri: str, about: str = "") -> Indicator:
    """Return an indicator, or its series of one thing; raise ``UnknownName`` without figures."""
    abouts = [text_of(one) for (one, _) in backend.select(_ABOUTS % node(iri)).rows]
    if not abouts:
        name = iri.rpartition("/")[2]
        raise UnknownName(f"indicator: no figure measures {name}", do="see the list of indicators")
    shown = [one for one in abouts if one == about] if about else abouts[:_THINGS]
    own = index(backend.describe(node(iri)))
    unit = own.iri(iri, "tdi:unit")
    held = _series(backend, names, iri, shown)
    return Indicator(
        named=names(iri),
        definition=names.choose(own.literals(iri, "skos:definition")),
        unit=names(unit) if unit else None,
        cumulative=own.literals(iri, "tdi:cumulative") == [_TRUE],
        series=tuple(sorted(held, key=lambda one: -len(one.figures))),
        omitted=len(abouts) - len(shown),
    )


def figures(backend: Backend, names: Names, iri: str, about: str = "") -> tuple[Series, ...]:
    """Return every figure of an indicator, or of one thing."""
    abouts = [text_of(one) for (one, _) in backend.select(_ABOUTS % node(iri)).rows]
    shown = [one for one in abouts if not about or one == about]
    return _series(backend, names, iri, shown, _ALL)
