"""Lists: the home page's, the classes with their members, and the named graphs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal

from tdi_graph.documents import folded
from tdi_graph.store import Backend
from tdi_graph.views import descriptions
from tdi_graph.views.descriptions import Description, index
from tdi_graph.views.entities import Series, series
from tdi_graph.views.labels import Label, Named, Names, compact, expanded, text_of
from tdi_graph.views.statements import Quote, Statement, quote, statements
from tdi_graph.vocabulary import BASE, DATASET

# The classes by which people look for things, in the order of the pages.
CLASSES: Mapping[str, tuple[str, ...]] = {
    "actors": (
        "tdi:Minister",
        "schema:Person",
        "org:Post",
        "tdi:Ministry",
        "tdi:Administration",
        "tdi:Agency",
        "tdi:LocalBody",
        "tdi:Association",
        "tdi:CollectiveBody",
    ),
    "schemes": (
        "tdi:Programme",
        "tdi:Plan",
        "tdi:Fund",
        "tdi:Measure",
        "tdi:Phase",
        "tdi:Agreement",
        "schema:Legislation",
    ),
    "context": ("schema:Event", "tdi:Territory", "schema:AdministrativeArea"),
    "said": (
        "tdi:Document",
        "tdi:Figure",
        "tdi:Tenure",
        "tdi:Involvement",
        "tdi:Link",
        "tdi:Pledge",
        "tdi:Quotation",
        "tdi:Indicator",
        "skos:ConceptScheme",
    ),
}

_COUNTS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class"""
_GRAPHS = """
SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"""
_WRITTEN = "SELECT ?work ?language WHERE { ?work a tdi:Document ; schema:inLanguage ?language }"
_SIGNS = "SELECT ?concept ?sign WHERE { ?concept skos:notation ?sign }"
_MEMBERS = "SELECT DISTINCT ?thing WHERE { ?thing a %s }"
_LATEST = "SELECT DISTINCT ?figure WHERE { ?thing tdi:latest ?figure }"


@dataclass(frozen=True, slots=True)
class Counted:
    """A class, or a graph, and how many members it has."""

    named: Named
    count: int


@dataclass(frozen=True, slots=True)
class Home:
    """What the graph holds: its title, its latest figures, its documents, its classes."""

    title: Label
    latest: tuple[tuple[Named, tuple[Series, ...]], ...]
    documents: tuple[Named, ...]
    classes: Mapping[str, tuple[Counted, ...]]


@dataclass(frozen=True, slots=True)
class ClassList:
    """The members of a class: things, statements or passages."""

    named: Named
    definition: Label | None
    things: tuple[Named, ...]
    statements: tuple[Statement, ...]
    quotes: tuple[Quote, ...]

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.things) + len(self.statements) + len(self.quotes)


def home(backend: Backend, names: Names) -> Home:
    """Return what the home page shows."""
    titles = index(backend.describe(DATASET)).literals(DATASET.value, "dcterms:title")
    figures = (text_of(figure) for (figure,) in backend.select(_LATEST).rows)
    told = statements(index(descriptions.statements(backend, figures)), names)
    return Home(
        title=names.choose(titles) or names(DATASET.value).label,
        latest=_by_thing(series(told)),
        documents=names.sorted(_members(backend, expanded("Document"))),
        classes=classes(backend, names),
    )


def _by_thing(latest: Iterable[Series]) -> tuple[tuple[Named, tuple[Series, ...]], ...]:
    grouped = [(about, tuple(held)) for about, held in groupby(latest, lambda one: one.about)]
    return tuple(sorted(grouped, key=lambda pair: -len(pair[1])))


def classes(backend: Backend, names: Names) -> Mapping[str, tuple[Counted, ...]]:
    """Return the classes that have members, by group, each with how many."""
    counts = _counts(backend, _COUNTS)
    return {
        group: tuple(Counted(names(c), counts[c]) for c in map(expanded, held) if c in counts)
        for group, held in CLASSES.items()
    }


def graphs(backend: Backend) -> Mapping[str, int]:
    """Return how many triples each named graph holds, by the graph's IRI."""
    return dict(sorted(_counts(backend, _GRAPHS).items()))


def languages(backend: Backend) -> Mapping[str, str]:
    """Return the language that each document is written in, by the document's IRI."""
    return {text_of(work): text_of(language) for work, language in backend.select(_WRITTEN).rows}


def signs(backend: Backend) -> Mapping[str, str]:
    """Return the sign of each concept that has one, such as ≲ for « nearly », by its IRI."""
    return {text_of(concept): text_of(sign) for concept, sign in backend.select(_SIGNS).rows}


def members(backend: Backend, names: Names, name: str) -> ClassList:
    """Return the members of the class called ``name``: a compact IRI, ``tdi:`` left out."""
    iri = expanded(name)
    found = _members(backend, iri)
    described = (
        backend.describe(descriptions.node(iri)) if found else descriptions.own(backend, iri)
    )
    own = index(described)
    said = {m for m in found if m.startswith((BASE + "id/statement/", BASE + "id/passage/"))}
    told = index(descriptions.these(backend, said))
    return ClassList(
        named=names(iri),
        definition=names.choose(own.literals(iri, "skos:definition")),
        things=names.sorted(set(found) - said),
        statements=tuple(s for s in statements(told, names) if s.iri in said),
        quotes=tuple(_quotes(told, said)),
    )


def class_name(iri: str) -> str:
    """Return the name by which ``members`` knows a class.

    >>> class_name("https://w3id.org/tdi-graph/ontology#Fund")
    'Fund'
    """
    return compact(iri).removeprefix("tdi:")


def _members(backend: Backend, iri: str) -> list[str]:
    return [text_of(thing) for (thing,) in backend.select(_MEMBERS % descriptions.node(iri)).rows]


def _counts(backend: Backend, query: str) -> dict[str, int]:
    return {
        text_of(counted): int(count.value)
        for counted, count in backend.select(query).rows
        if isinstance(count, Literal)
    }


def _quotes(told: Description, said: Iterable[str]) -> Iterable[Quote]:
    # In the order of their words: in the text's, passages that touch would rebuild it.
    passages = (iri for iri in said if "oa:hasSource" in told.of(iri))
    return sorted(
        (quote(told, iri) for iri in passages), key=lambda q: (folded(q.words), q.passage)
    )
