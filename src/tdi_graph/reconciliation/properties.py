"""The properties that can be asked for: the registers' identifiers, and those of the graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tdi_graph.reconciliation.errors import BadQuery
from tdi_graph.store import Backend
from tdi_graph.views.labels import compact, expanded
from tdi_graph.vocabulary import BASE, expand, thing

_BORNE = """
SELECT ?class ?property (COUNT(*) AS ?count) WHERE {
  VALUES ?class { %s } ?thing a ?class ; ?property ?value
} GROUP BY ?class ?property"""
# Told by the candidate itself, by the registers, or about statements.
_TOLD = """rdf:type rdfs:label schema:identifier schema:name skos:hiddenLabel skos:notation
skos:prefLabel tdi:latest"""
_LEFT_OUT = frozenset(expand(name).value for name in _TOLD.split())


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id and its IRI; ``register`` is the slug if it is a register's identifier."""

    id: str
    iri: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties by id, and by class how often its members bear each."""

    every: Mapping[str, Property]
    borne: Mapping[str, Mapping[str, int]]

    def find(self, name: str) -> Property:
        """Return the property that an id, a compact IRI or an IRI names."""
        slug = name.removeprefix("c:").removeprefix(f"{BASE}id/concept/")
        found = self.every.get(name) or self.every.get(compact(name)) or self.every.get(slug)
        if found is None:
            do = "ask suggest/property for those there are"
            raise BadQuery(f"no property is called {name[:80]}", do=do)
        return found

    def of_class(self, iri: str) -> list[Property]:
        """Return what the members of a class bear, identifiers first, then the most borne."""
        borne = self.borne.get(iri, {})
        held = [self.every[name] for name in borne]
        return sorted(held, key=lambda one: (not one.register, -borne[one.id], one.id))


def read(
    backend: Backend, registers: Iterable[str], bearers: Mapping[str, Mapping[str, int]]
) -> Properties:
    """Read which properties the members of classes bear.

    ``bearers`` tells, for each class, how many identifiers of which register its members bear.
    """
    every = {slug: Property(slug, thing("concept", slug).value, slug) for slug in registers}
    borne = {iri: dict(counts) for iri, counts in bearers.items()}
    for iri, name, count in _counts(backend, map(NamedNode, sorted(bearers))):
        every[compact(name)] = Property(compact(name), name)
        borne[iri][compact(name)] = count
    return Properties(every, borne)


def _counts(backend: Backend, classes: Iterable[NamedNode]) -> Iterator[tuple[str, str, int]]:
    for iri, name, count in backend.select(_BORNE % " ".join(map(str, classes))).rows:
        if not isinstance(iri, NamedNode) or not isinstance(name, NamedNode):
            continue
        if isinstance(count, Literal) and name.value not in _LEFT_OUT:
            yield iri.value, name.value, int(count.value)


def class_iri(name: str) -> str:
    """Return the IRI of a class, by its id: a compact IRI, without ``tdi:``, or an IRI.

    >>> class_iri("Fund"), class_iri("schema:Person")
    ('https://w3id.org/tdi-graph/ontology#Fund', 'https://schema.org/Person')
    """
    return name if name.startswith(("https://", "http://")) else expanded(name)
