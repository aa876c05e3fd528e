"""What a thing is: its names, its classes, its plain properties and its relations, both ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from tdi_graph.store import Backend
from tdi_graph.views.descriptions import Described, Description, node
from tdi_graph.views.labels import Label, Named, Names, compact, expanded, text_of

_INCOMING = """
SELECT ?predicate ?thing WHERE {
  ?thing ?predicate %s .
  FILTER NOT EXISTS { ?thing a tdi:Statement }
  FILTER(?predicate NOT IN (rdf:type, oa:hasSource))
}"""

_IMPLIED = "SELECT ?class WHERE { VALUES ?held { %s } ?held rdfs:subClassOf+ ?class }"

_ALIASES = ("skos:altLabel", "schema:alternateName")
_NOTES = ("skos:definition", "skos:scopeNote", "dcterms:abstract", "dcterms:description")
_REMARKS = ("skos:note",)
_ELSEWHERE = (
    "schema:sameAs",
    "skos:exactMatch",
    "skos:closeMatch",
    "rdfs:seeAlso",
    "schema:subjectOf",
)
_IDENTIFIERS = ("schema:identifier",)
ORDER = (
    "schema:inLanguage",
    "schema:datePublished",
    "tdi:estimatedDate",
    "schema:publisher",
    "schema:startDate",
    "schema:endDate",
    "schema:location",
    "schema:organizer",
    "tdi:announcedBy",
    "schema:about",
    "tdi:signedBy",
    "dcterms:isPartOf",
    "tdi:steeredBy",
    "tdi:coordinatedBy",
    "tdi:operatedBy",
    "tdi:delegatedTo",
    "tdi:selectedBy",
    "tdi:animatedBy",
    "schema:funder",
    "tdi:beneficiary",
    "tdi:partner",
    "org:holds",
    "org:headOf",
    "org:memberOf",
    "tdi:represents",
    "org:postIn",
    "org:unitOf",
    "tdi:objective",
    "schema:areaServed",
    "schema:attendee",
    "schema:isBasedOn",
    "dcterms:relation",
    "tdi:unit",
    "tdi:cumulative",
    "skos:broader",
    "skos:inScheme",
)
"""Properties in the order in which people ask for them; all others follow by name."""

_TOLD_OTHERWISE = {
    *_ALIASES,
    *_NOTES,
    *_REMARKS,
    *_ELSEWHERE,
    *_IDENTIFIERS,
    "dcterms:title",
    "rdf:type",
    "rdfs:label",
    "schema:name",
    "skos:hiddenLabel",
    "skos:prefLabel",
    "tdi:latest",
}


@dataclass(frozen=True, slots=True)
class Datum:
    """A literal: its text, its language and its datatype's compact IRI."""

    text: str
    language: str = ""
    datatype: str = "xsd:string"


@dataclass(frozen=True, slots=True)
class Group:
    """Everything a thing has for one predicate, or, if ``inverse``, is for one."""

    predicate: Named
    things: tuple[Named, ...]
    data: tuple[Datum, ...] = ()
    inverse: bool = False

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.things) + len(self.data)


@dataclass(frozen=True, slots=True)
class Card:
    """A thing, without what the statements say of it."""

    thing: Named
    classes: tuple[Named, ...]
    aliases: tuple[Label, ...]
    notes: tuple[Label, ...]
    remarks: tuple[Label, ...]
    properties: tuple[Group, ...]
    relations: tuple[Group, ...]
    identifiers: tuple[Datum, ...]
    elsewhere: tuple[Group, ...]


def card(backend: Backend, names: Names, description: Description, iri: str) -> Card:
    """Read the card of ``iri`` from its description, and its incoming relations."""
    own = description.of(iri)
    held = sorted((name for name in own if name not in _TOLD_OTHERWISE), key=_rank)
    groups = [group_of(names, name, own[name]) for name in held]
    return Card(
        thing=names(iri),
        classes=classes(backend, names, description.iris(iri, "rdf:type")),
        aliases=_aliases(names, description, iri),
        notes=tuple(_texts(names, own, _NOTES)),
        remarks=tuple(_texts(names, own, _REMARKS)),
        properties=tuple(group for group in groups if group.data),
        relations=(*(group for group in groups if group.things), *_incoming(backend, names, iri)),
        identifiers=tuple(
            datum(t) for name in _IDENTIFIERS for t in description.literals(iri, name)
        ),
        elsewhere=tuple(group_of(names, name, own[name]) for name in _ELSEWHERE if name in own),
    )


def classes(backend: Backend, names: Names, iris: Iterable[str]) -> tuple[Named, ...]:
    """Return the classes, without those that another of them implies."""
    held = set(iris)
    rows = backend.select(_IMPLIED % " ".join(str(node(iri)) for iri in sorted(held))).rows
    return names.sorted(held - {text_of(implied) for (implied,) in rows})


def datum(literal: Literal) -> Datum:
    """Return a literal as a page shows it."""
    return Datum(literal.value, literal.language or "", compact(literal.datatype.value))


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _aliases(names: Names, description: Description, iri: str) -> tuple[Label, ...]:
    known = names(iri).label.text
    literals = (t for name in _ALIASES for t in description.literals(iri, name))
    return tuple(a for a in names.every(literals) if a.text != known and not a.foreign)


def _texts(
    names: Names, own: Mapping[str, Sequence[Described]], predicates: Iterable[str]
) -> Iterable[Label]:
    for predicate in predicates:
        chosen = names.choose(t for t in own.get(predicate, ()) if isinstance(t, Literal))
        if chosen:
            yield chosen


def group_of(names: Names, predicate: str, terms: Iterable[Described]) -> Group:
    """Return the values of one predicate, things in the order of their names."""
    held = list(terms)
    literals = sorted((t for t in held if isinstance(t, Literal)), key=lambda t: t.value)
    things = names.sorted(t.value for t in held if isinstance(t, NamedNode))
    return Group(names(expanded(predicate)), things, tuple(map(datum, literals)))


def _incoming(backend: Backend, names: Names, iri: str) -> Iterable[Group]:
    rows = backend.select(_INCOMING % node(iri)).rows
    pairs = sorted((text_of(predicate), text_of(thing)) for predicate, thing in rows)
    found = []
    for predicate, of_it in groupby(pairs, key=lambda pair: pair[0]):
        things = names.sorted(thing for _, thing in of_it)
        found.append(Group(names(predicate), things, inverse=True))
    return sorted(found, key=lambda group: _rank(compact(group.predicate.iri)))
