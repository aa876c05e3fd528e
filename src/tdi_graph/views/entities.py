"""Everything about one thing: its card, and what the documents say of it, by kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Triple

from tdi_graph.documents import folded
from tdi_graph.store import Backend
from tdi_graph.views.attestations import Attested, attested, moments
from tdi_graph.views.cards import Card, card
from tdi_graph.views.descriptions import gather, index, node
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.labels import Named, Names, text_of
from tdi_graph.views.statements import Figure, Link, Statement, statements

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
    """A thing and the statements about it; ``moments`` are also those of its events."""

    card: Card
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

    @property
    def attested(self) -> tuple[Attested, ...]:
        """What documents say of its relations: roles, and links to other things."""
        links = (one for one in self.links if isinstance(one.content, Link) and one.content.target)
        return attested([*self.involvements, *links])


def entity(backend: Backend, names: Names, iri: str) -> Entity:
    """Return the thing ``iri`` with all that is said of it."""
    description = index(gather(backend, iri))
    told = statements(description, names)
    dated = statements(index(_dated(backend, iri)), names)
    return Entity(
        card=card(backend, names, description, iri),
        moments=moments([*told, *(one for one in dated if one not in told)]),
        series=series(told),
        tenures=_of_kind(told, "Tenure"),
        involvements=_of_kind(told, "Involvement"),
        links=_of_kind(told, "Link"),
        pledges=_of_kind(told, "Pledge"),
        quotations=_of_kind(told, "Quotation"),
    )


def _dated(backend: Backend, iri: str) -> list[Triple]:
    """Return the statements that date the events about a thing, and its phases."""
    rows = backend.select(_EVENTS % {"thing": node(iri)}).rows
    return described(backend, dict.fromkeys(text_of(statement) for (statement,) in rows))


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
