"""What can be found: the things, terms and passages of a graph, and the saved questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from pyoxigraph import Literal, NamedNode

from tdi_graph.questions import Question
from tdi_graph.store import Backend
from tdi_graph.vocabulary import BASE, ONTOLOGY

_NAMES = """
SELECT ?thing ?sort ?name WHERE {
  { ?thing skos:prefLabel|rdfs:label|oa:exact|tdi:opening ?name BIND(0 AS ?sort) }
  UNION { ?thing a tdi:Pledge ; dcterms:description ?name BIND(0 AS ?sort) }
  UNION { ?thing skos:altLabel ?name BIND(1 AS ?sort) }
  UNION { ?thing skos:hiddenLabel ?name BIND(2 AS ?sort) }
  UNION { ?thing skos:definition|dcterms:abstract ?name BIND(3 AS ?sort) }
}"""
_TYPES = "SELECT ?thing ?class WHERE { ?thing a ?class }"
_IMPLIED = "SELECT ?class ?implied WHERE { ?class rdfs:subClassOf+ ?implied }"
_ATTESTED = """
SELECT ?thing ?year (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  ?statement a tdi:Statement ; schema:observationDate|tdi:attestedDate ?date .
  { ?statement ?predicate ?thing FILTER(ISIRI(?thing)) }
  UNION { ?statement tdi:evidence/oa:hasSource ?thing }
  UNION { BIND(?statement AS ?thing) }
  BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
} GROUP BY ?thing ?year"""
_SOURCES = """
SELECT ?passage ?label WHERE { ?passage oa:hasSource ?document . ?document skos:prefLabel ?label }
"""

KINDS: Mapping[str, float] = {
    "scheme": 1.0,
    "organisation": 0.95,
    "person": 0.95,
    "territory": 0.9,
    "place": 0.85,
    "agreement": 0.85,
    "post": 0.8,
    "event": 0.75,
    "document": 0.75,
    "question": 0.7,
    "law": 0.7,
    "concept": 0.6,
    "term": 0.45,
    "statement": 0.3,
    "passage": 0.25,
}
"""The kinds of what can be found, each with its weight; a thing's kind is that of its IRI."""


class Sort(IntEnum):
    """What a text is to the thing that bears it."""

    PREFERRED = 0
    ALTERNATIVE = 1
    HIDDEN = 2
    NOTE = 3
    INITIALS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A text that a thing bears, and its language."""

    text: str
    language: str = ""
    sort: Sort = Sort.PREFERRED


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found; ``classes`` are all of its classes, by IRI.

    ``mentions`` says how many statements speak of it, by the year for which they attest it.
    """

    iri: str
    kind: str
    names: tuple[Name, ...]
    notes: tuple[Name, ...] = ()
    classes: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    mentions: Mapping[int, int] | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which it is attested."""
        return tuple(sorted(self.mentions or ()))


def read(backend: Backend, questions: Iterable[Question] = ()) -> list[Entry]:
    """Read everything that has a name in a graph, and the questions."""
    texts = _texts(backend)
    classes, implied = _classes(backend)
    mentions = _mentions(backend)
    found = [
        Entry(
            iri=iri,
            kind=kind,
            names=tuple(name for name in named if name.sort is not Sort.NOTE),
            notes=tuple(name for name in named if name.sort is Sort.NOTE),
            classes=frozenset(classes[iri]),
            implied=frozenset().union(*(implied[name] for name in classes[iri])),
            mentions=mentions.get(iri),
        )
        for iri, named in texts.items()
        if (kind := kind_of(iri)) and named[0].sort is not Sort.NOTE
    ]
    return [*found, *map(_question, questions)]


def kind_of(iri: str) -> str:
    """Return the kind of what an IRI names, nothing if it cannot be found.

    >>> kind_of("https://w3id.org/tdi-graph/id/scheme/fonds-vert")
    'scheme'
    """
    if iri.startswith(ONTOLOGY):
        return "term"
    kind = iri.removeprefix(BASE + "id/").partition("/")[0]
    return kind if iri.startswith(BASE + "id/") and kind in KINDS else ""


def _texts(backend: Backend) -> dict[str, list[Name]]:
    held: dict[str, set[Name]] = defaultdict(set)
    for thing, sort, name in backend.select(_NAMES).rows:
        if isinstance(thing, NamedNode) and isinstance(sort, Literal) and isinstance(name, Literal):
            held[thing.value].add(Name(name.value, name.language or "", Sort(int(sort.value))))
    for passage, label in backend.select(_SOURCES).rows:
        if isinstance(passage, NamedNode) and isinstance(label, Literal):
            held[passage.value].add(Name(label.value, label.language or "", Sort.NOTE))
    order = sorted(held)
    return {iri: sorted(held[iri], key=lambda n: (n.sort, n.language, n.text)) for iri in order}


def _classes(backend: Backend) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    return _sets(backend, _TYPES), _sets(backend, _IMPLIED)


def _sets(backend: Backend, query: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in backend.select(query).rows:
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            found[one.value].add(other.value)
    return found


def _mentions(backend: Backend) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for thing, year, count in _attested(backend):
        found[thing][year] += count
    return found


def _attested(backend: Backend) -> Iterator[tuple[str, int, int]]:
    for thing, year, count in backend.select(_ATTESTED).rows:
        if not isinstance(thing, NamedNode) or not isinstance(count, Literal):
            continue
        if isinstance(year, Literal) and year.value.isdecimal():
            yield thing.value, int(year.value), int(count.value)


def _question(question: Question) -> Entry:
    return Entry(
        iri=f"{BASE}questions/{question.slug}",
        kind="question",
        names=tuple(Name(text, language) for language, text in question.title.items()),
        notes=tuple(
            Name(text, language, Sort.NOTE) for language, text in question.description.items()
        ),
    )
