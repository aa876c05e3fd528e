"""The triples that describe a thing: its own, the statements about it, and their passages.

The same triples make the page and its RDF twins, so that the two cannot disagree. They hold no
blank nodes, and they are sorted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.errors import UnknownName
from tdi_graph.store import Backend
from tdi_graph.views.labels import compact
from tdi_graph.vocabulary import BASE

# The properties by which a statement is about a thing. Modality and source of the date are not
# among them: everything would be about « observed ».
ABOUT = (
    "org:member org:organization rdf:object rdf:subject schema:about "
    "schema:measurementQualifier schema:observationAbout schema:spokenByCharacter "
    "schema:variableMeasured tdi:actingPost tdi:agent tdi:involvedIn tdi:onBehalfOf tdi:outcome "
    "tdi:post tdi:role tdi:scope"
)

MOST = 600
"""So many statements a page shows of what they are about; of more, the page says so."""

_SAID = (
    "SELECT DISTINCT ?statement ?passage WHERE "
    "{ %s ?statement a tdi:Statement ; tdi:evidence ?passage }"
)
_FIRST = (
    "SELECT DISTINCT ?statement ?passage WHERE { { SELECT DISTINCT ?statement WHERE { %s "
    "?statement a tdi:Statement } ORDER BY ?statement LIMIT %d } ?statement tdi:evidence ?passage }"
)
_OF_THING = "VALUES ?about { " + ABOUT + " } ?statement ?about %s ."
_OF_DOCUMENT = "?statement tdi:evidence/oa:hasSource %s ."
_OF_PASSAGE = "?statement tdi:evidence %s ."
_THESE = "VALUES ?statement { %s }"
Described = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Description:
    """Triples at hand, by the subject's IRI and the predicate's compact IRI."""

    subjects: Mapping[str, Mapping[str, Sequence[Described]]]

    def of(self, subject: str) -> Mapping[str, Sequence[Described]]:
        """Return what is said of ``subject``, by predicate."""
        return self.subjects.get(subject, {})

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs that ``subject`` has for ``predicate``."""
        terms = self.of(subject).get(predicate, ())
        return [term.value for term in terms if isinstance(term, NamedNode)]

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """Return the literals that ``subject`` has for ``predicate``."""
        terms = self.of(subject).get(predicate, ())
        return [term for term in terms if isinstance(term, Literal)]

    def iri(self, subject: str, predicate: str) -> str:
        """Return the first IRI, or nothing."""
        return next(iter(self.iris(subject, predicate)), "")

    def text(self, subject: str, predicate: str) -> str:
        """Return the text of the first literal, or nothing."""
        return next((term.value for term in self.literals(subject, predicate)), "")

    def instances(self, class_name: str) -> list[str]:
        """Return the subjects of a class, given by its compact IRI."""
        return [s for s in self.subjects if class_name in map(compact, self.iris(s, "rdf:type"))]


def index(triples: Iterable[Triple]) -> Description:
    """Index ``triples`` for reading."""
    found: dict[str, dict[str, list[Described]]] = {}
    for triple in dict.fromkeys(triples):
        subject, predicate, term = triple
        if isinstance(subject, NamedNode) and isinstance(term, NamedNode | Literal):
            held = found.setdefault(subject.value, {})
            held.setdefault(compact(predicate.value), []).append(term)
    return Description(found)


def node(iri: str) -> NamedNode:
    """Return ``iri`` as a node; raise ``UnknownName`` if no IRI can be written so."""
    try:
        return NamedNode(iri)
    except ValueError:
        raise UnknownName(f"{iri[:80]} is not an IRI", do="look the thing up by its name") from None


def own(backend: Backend, iri: str) -> list[Triple]:
    """Return the triples whose subject is ``iri``; raise ``UnknownName`` if there are none."""
    found = backend.describe(node(iri))
    if not found:
        raise UnknownName(f"nothing bears the name {iri}", do="look the thing up by its name")
    return found


def describe(backend: Backend, iri: str) -> list[Triple]:
    """Return the description of any thing that has a page, sorted, each triple once."""
    return sorted(set(gather(backend, iri)), key=str)


def gather(backend: Backend, iri: str) -> list[Triple]:
    """Return the same triples for a page, which needs no order and stands repetitions."""
    known = own(backend, iri)
    for name in _captures(known):
        known += backend.describe(name)
    return known + _around(backend, iri)


def gather_some(backend: Backend, iri: str, most: int = MOST) -> list[Triple]:
    """Return the triples of a thing, and of ``most`` + 1 statements about it at the most."""
    query = _FIRST % (_OF_THING % node(iri), most + 1)
    return own(backend, iri) + _found(backend, query)


def _captures(known: list[Triple]) -> list[NamedNode]:
    return [
        term
        for _, predicate, term in known
        if compact(predicate.value) == "schema:encoding" and isinstance(term, NamedNode)
    ]


def _around(backend: Backend, iri: str) -> list[Triple]:
    match iri.removeprefix(BASE + "id/").partition("/")[0]:
        case "statement":
            return statements(backend, [iri])
        case "passage":
            return _said(backend, _OF_PASSAGE % node(iri))
        case "document":
            return _said(backend, _OF_DOCUMENT % node(iri))
        case _:
            return _said(backend, _OF_THING % node(iri))


def statements(backend: Backend, iris: Iterable[str]) -> list[Triple]:
    """Return the triples of the statements named, and of their passages."""
    named = " ".join(str(node(iri)) for iri in iris)
    return _said(backend, _THESE % named) if named else []


def these(backend: Backend, iris: Iterable[str]) -> list[Triple]:
    """Return the triples of any things named, and the passages of those that are statements."""
    named = [node(iri) for iri in iris]
    described = [triple for iri in named for triple in backend.describe(iri)]
    return described + statements(backend, [iri.value for iri in named])


def _said(backend: Backend, pattern: str) -> list[Triple]:
    """Return the triples of the statements that ``pattern`` finds, and of their passages."""
    return _found(backend, _SAID % pattern)


def _found(backend: Backend, query: str) -> list[Triple]:
    rows = backend.select(query).rows
    found = dict.fromkeys(term for row in rows for term in row if isinstance(term, NamedNode))
    return [triple for iri in found for triple in backend.describe(iri)]


def in_graph(backend: Backend, graph: str) -> list[Triple]:
    """Return the triples of a named graph; raise ``UnknownName`` if it has none."""
    found = backend.graph(node(graph))
    if not found:
        raise UnknownName(f"no graph is called {graph}", do="see the graphs of the dataset")
    return found
