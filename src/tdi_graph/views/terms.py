"""The ontology: its metadata, its classes and its properties, with definitions and examples."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from tdi_graph.store import Backend
from tdi_graph.views.cards import Group, group_of
from tdi_graph.views.descriptions import Description, in_graph, index, node
from tdi_graph.views.labels import Label, Named, Names, compact
from tdi_graph.vocabulary import ONTOLOGY, graph

IRI = ONTOLOGY.rstrip("#")

_CLASS = "owl:Class"
_PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty")
_RELATIONS = (
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "owl:inverseOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:disjointWith",
    "rdfs:seeAlso",
)


@dataclass(frozen=True, slots=True)
class TermView:
    """A class or a property of the ontology."""

    named: Named
    local: str
    definition: Label | None
    example: Label | None
    notes: tuple[Label, ...]
    relations: tuple[Group, ...]
    properties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OntologyView:
    """The ontology's own description, and its terms in the order of their labels."""

    title: Label | None
    abstract: Label | None
    description: Label | None
    version: str
    modified: str
    classes: tuple[TermView, ...]
    properties: tuple[TermView, ...]


def ontology_version(backend: Backend) -> str:
    """Return the version of the ontology that is served."""
    return index(backend.describe(NamedNode(IRI))).text(IRI, "owl:versionInfo")


def has_term(backend: Backend, name: str) -> bool:
    """Tell whether the ontology has a term of this local name."""
    return bool(name) and bool(backend.describe(node(ONTOLOGY + name)))


def ontology(backend: Backend, names: Names) -> OntologyView:
    """Return the ontology as it is served."""
    held = index(in_graph(backend, graph("ontology").value))
    return OntologyView(
        title=names.choose(held.literals(IRI, "dcterms:title")),
        abstract=names.choose(held.literals(IRI, "dcterms:abstract")),
        description=names.choose(held.literals(IRI, "dcterms:description")),
        version=held.text(IRI, "owl:versionInfo"),
        modified=held.text(IRI, "dcterms:modified"),
        classes=tuple(_terms(held, names, (_CLASS,))),
        properties=tuple(_terms(held, names, _PROPERTIES)),
    )


def _terms(held: Description, names: Names, types: Iterable[str]) -> Iterable[TermView]:
    found = {iri for name in types for iri in held.instances(name)}
    for named in names.sorted(iri for iri in found if iri.startswith(ONTOLOGY)):
        yield _term(held, names, named)


def _term(held: Description, names: Names, named: Named) -> TermView:
    own = held.of(named.iri)
    return TermView(
        named=named,
        local=named.iri.removeprefix(ONTOLOGY),
        definition=names.choose(held.literals(named.iri, "skos:definition")),
        example=names.choose(held.literals(named.iri, "skos:example")),
        notes=tuple(filter(None, [names.choose(held.literals(named.iri, "skos:scopeNote"))])),
        relations=tuple(group_of(names, name, own[name]) for name in _RELATIONS if name in own),
        properties=names.sorted(_with_domain(held, named.iri)),
    )


def _with_domain(held: Description, iri: str) -> list[str]:
    name = compact(iri)
    return [s for s in held.subjects if name in map(compact, held.iris(s, "rdfs:domain"))]
