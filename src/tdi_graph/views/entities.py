"""Everything about one thing: its card, and what the documents say of it, by kind."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from pyoxigraph import Triple

from tdi_graph.documents import folded
from tdi_graph.store import Backend
from tdi_graph.views.attestations import Attested, attested, moments
from tdi_graph.views.cards import Card, card
from tdi_graph.views.descriptions import MOST, gather_some, index, node
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.labels import Named, Names, text_of
from tdi_graph.views.statements import Figure, Involvement, Link, Statement, statements

_EVENTS = """
SELECT ?statement WHERE {
  { ?subject schema:about %(thing)s ; a schema:Event }
  UNION { ?subject dcterms:isPartOf %(thing)s ; a tdi:Phase }
  ?statement rdf:subject ?subject ; rdf:predicate ?predicate .
  FILTER(?predicate IN (schema:startDate, schema:endDate))
}"""


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator for one thing, in the order of their dates."""

    about: Named
    indicator: Named
    figures: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing and the statements about it; ``partial`` if there are more than a page shows.

    ``attested`` is what they say of its roles and its links to other things; ``moments`` is what
    they date, its events among it.
    """

    card: Card
    partial: bool
    attested: tuple[Attested, ...]
    moments: tuple[tuple[str, tuple[Attested, ...]], ...]
    series: tuple[Series, ...]
    tenures: tuple[Statement, ...]
    involvements: tuple[Statement, ...]
    links: tuple[Statement, ...]
    pledges: tuple[Statement, ...]
    quotations: tuple[Statement, ...]

    @property
    def figures(self) -> int:
        """How many figures there are in all series."""
        return sum(len(series.figures) for series in self.series)


def entity(backend: Backend, names: Names, iri: str) -> Entity:
    """Return the thing ``iri`` with all that is said of it."""
    description = index(gather_some(backend, iri))
    told = statements(description, names)
    partial = len(told) > MOST
    told = told[:MOST]
    known = {statement.iri for statement in told}
    dated = statements(index(_dated(backend, iri, known)), names)
    return Entity(
        card=card(backend, names, description, iri),
        partial=partial,
        attested=attested(filter(_relating, told)),
        moments=moments([*told, *dated]),
        series=series(told),
        tenures=_of_kind(told, "Tenure"),
        involvements=_of_kind(told, "Involvement"),
        links=_of_kind(told, "Link"),
        pledges=_of_kind(told, "Pledge"),
        quotations=_of_kind(told, "Quotation"),
    )


def _relating(statement: Statement) -> bool:
    content = statement.content
    return isinstance(content, Involvement) or (isinstance(content, Link) and bool(content.target))


def _dated(backend: Backend, iri: str, known: Container[str]) -> list[Triple]:
    """Return the statements, not yet ``known``, that date a thing's events and phases."""
    rows = backend.select(_EVENTS % {"thing": node(iri)}).rows
    found = dict.fromkeys(text_of(statement) for (statement,) in rows)
    return described(backend, (statement for statement in found if statement not in known))


def _of_kind(told: Iterable[Statement], kind: str) -> tuple[Statement, ...]:
    return tuple(statement for statement in told if statement.kind == kind)


def series(told: Iterable[Statement]) -> tuple[Series, ...]:
    """Gather the figures among ``told`` by thing and indicator, keeping their order."""
    found: dict[tuple[str, str], list[Statement]] = {}
    heads: dict[tuple[str, str], tuple[Named, Named]] = {}
    for statement in told:
        if isinstance(statement.content, Figure):
            about, indicator = statement.content.about, statement.content.indicator
            key = (about.iri, indicator.iri)
            heads[key] = (about, indicator)
            found.setdefault(key, []).append(statement)
    ordered = sorted(found, key=lambda key: [folded(named.label.text) for named in heads[key]])
    return tuple(Series(*heads[key], tuple(found[key])) for key in ordered)
