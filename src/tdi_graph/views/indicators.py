"""What is measured: the indicators, and for each one every figure, by what it is the figure of."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

from tdi_graph.documents import folded
from tdi_graph.errors import UnknownName
from tdi_graph.store import Backend
from tdi_graph.views.descriptions import Description, index, node
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.entities import Series, series
from tdi_graph.views.labels import Label, Named, Names, text_of
from tdi_graph.views.statements import Figure, Statement, statements
from tdi_graph.vocabulary import expand

_INDICATORS = """
SELECT ?indicator ?figure ?family WHERE {
  ?figure schema:variableMeasured ?indicator .
  OPTIONAL { ?indicator skos:broader ?family }
} ORDER BY ?indicator ?figure"""
_OF_ONE = "SELECT DISTINCT ?figure WHERE { ?figure schema:variableMeasured %s }"
_MONEY, _SHARE = expand("c:money").value, expand("c:share").value
FAMILIES = ("money", "counts", "shares")
"""Indicators by what can be said of them together: amounts, numbers of things, parts of a whole."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, in which unit, with every series of its figures, the longest first."""

    named: Named
    definition: Label | None
    unit: Named | None
    cumulative: bool
    series: tuple[Series, ...]

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


def indicators(backend: Backend, names: Names) -> dict[str, tuple[Indicator, ...]]:
    """Return every indicator that has figures, by family, in the order of their names."""
    found: dict[str, list[str]] = {}
    families: dict[str, str] = {}
    for indicator, figure, family in backend.select(_INDICATORS).rows:
        found.setdefault(text_of(indicator), []).append(text_of(figure))
        families[text_of(indicator)] = _family(text_of(family))
    told = index(described(backend, (figure for held in found.values() for figure in held)))
    held = series(statements(told, names))
    ordered = sorted(found, key=lambda iri: folded(names(iri).label.text))
    return {
        family: tuple(
            _indicator(backend, names, iri, held) for iri in ordered if families[iri] == family
        )
        for family in FAMILIES
    }


def _family(broader: str) -> str:
    return {_MONEY: "money", _SHARE: "shares"}.get(broader, "counts")


def indicator(backend: Backend, names: Names, iri: str) -> Indicator:
    """Return the indicator ``iri``; raise ``UnknownName`` if it has no figures."""
    rows = backend.select(_OF_ONE % node(iri)).rows
    if not rows:
        name = iri.rpartition("/")[2]
        raise UnknownName(f"indicator: no figure measures {name}", do="see the list of indicators")
    told = index(described(backend, (text_of(figure) for (figure,) in rows)))
    held = series(statements(told, names))
    return _indicator(backend, names, iri, held)


def _indicator(backend: Backend, names: Names, iri: str, held: Iterable[Series]) -> Indicator:
    own = index(backend.describe(node(iri)))
    unit = own.iri(iri, "tdi:unit")
    mine = [one for one in held if one.indicator.iri == iri]
    return Indicator(
        named=names(iri),
        definition=names.choose(own.literals(iri, "skos:definition")),
        unit=names(unit) if unit else None,
        cumulative=_true(own, iri),
        series=tuple(sorted(mine, key=lambda one: -len(one.figures))),
    )


def _true(own: Description, iri: str) -> bool:
    return own.literals(iri, "tdi:cumulative") == [Literal(True)]  # noqa: FBT003
