"""A JSON-LD context of the graph, and descriptions written with it.

JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): classes and properties have short names, texts are
maps by language, and values of known datatypes are plain. A document bears the part of the
context that it uses, so that it is read without asking anybody. A value that is not of its
property's kind tells its own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph import vocabulary
from tdi_graph.vocabulary import ONTOLOGY, PREFIXES, expand

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str"

_compact = lru_cache(maxsize=16384)(vocabulary.compact)

_ID, _LANGUAGE, _PLAIN = "@id", "@language", "xsd:string"
_TYPE = expand("rdf:type")
_CLASS, _RANGE = expand("owl:Class"), expand("rdfs:range")
_KINDS = {expand("owl:ObjectProperty"): _ID, expand("owl:DatatypeProperty"): ""}

# Borrowed terms, by how their values are written; of two with one name, the first has it.
_CLASSES = """
schema:Person org:Organization org:OrganizationalUnit org:Post org:Membership schema:Event
schema:Legislation schema:Place schema:AdministrativeArea schema:CreativeWork schema:MediaObject
schema:NewsMediaOrganization schema:Observation schema:StatisticalVariable skos:Concept
skos:ConceptScheme oa:ResourceSelection void:Dataset owl:Class owl:ObjectProperty
owl:DatatypeProperty owl:Ontology rdfs:Datatype"""
_BORROWED = {
    _ID: """
schema:about schema:areaServed schema:attendee schema:encoding schema:funder schema:isBasedOn
schema:location schema:measurementQualifier schema:observationAbout schema:organizer
schema:publisher schema:sameAs schema:spokenByCharacter schema:subjectOf schema:unitCode
schema:variableMeasured schema:domainIncludes dcterms:creator dcterms:hasPart dcterms:isPartOf
dcterms:license dcterms:relation dcterms:source oa:hasSource org:headOf org:holds org:member
org:memberOf org:organization org:postIn org:unitOf owl:disjointWith owl:versionIRI
rdf:subject rdf:predicate rdf:object rdfs:domain rdfs:range rdfs:isDefinedBy rdfs:subClassOf
rdfs:subPropertyOf rdfs:seeAlso skos:broader skos:closeMatch skos:exactMatch skos:inScheme""",
    _LANGUAGE: """
skos:prefLabel skos:altLabel skos:hiddenLabel skos:definition skos:example skos:note
skos:scopeNote rdfs:label dcterms:title dcterms:description dcterms:abstract schema:roleName""",
    _PLAIN: """
schema:name schema:identifier schema:inLanguage schema:contentSize schema:encodingFormat
schema:sha256 schema:temporalCoverage schema:creativeWorkStatus oa:exact skos:notation
owl:versionInfo sh:pattern void:uriSpace vann:preferredNamespacePrefix
vann:preferredNamespaceUri dcterms:bibliographicCitation""",
    "xsd:decimal": "schema:value schema:minValue schema:maxValue",
    "xsd:date": "schema:datePublished dcterms:issued dcterms:created dcterms:modified",
    "xsd:nonNegativeInteger": "oa:start oa:end",
    # Days, months and years: each value says which it is.
    "": "schema:observationDate schema:startDate schema:endDate",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A short name: what it stands for, and how values are written under it.

    ``written`` is the compact IRI of a datatype, ``@id`` for IRIs, ``@language`` for maps of
    texts, nothing where each value says itself what it is.
    """

    name: str
    curie: str
    written: str = ""

    def definition(self) -> Json:
        """Return the definition of the term in a context."""
        match self.written:
            case "" | "xsd:string":
                return self.curie
            case "@language":
                return {"@id": self.curie, "@container": "@language"}
            case kind:
                return {"@id": self.curie, "@type": kind}


@dataclass(frozen=True, slots=True)
class Context:
    """The short names of classes and of properties, by the compact IRI of each."""

    classes: Mapping[str, Term]
    properties: Mapping[str, Term]

    def document(self) -> str:
        """Return the whole context as a document of its own."""
        terms = [*self.classes.values(), *self.properties.values()]
        return _text({"@context": _defined(PREFIXES, terms)})

    def written(self, triples: Iterable[Triple]) -> str:
        """Write triples as one document, with the part of the context that they use."""
        writing = _Writing(self)
        nodes: dict[str, dict[str, list[Json]]] = {}
        for subject, predicate, value in triples:
            node = nodes.setdefault(writing.name(_iri(subject)), {})
            key, said = writing.said(predicate, value)
            node.setdefault(key, []).append(said)
        graph: Json = [{"id": name, **_merged(self, node)} for name, node in nodes.items()]
        return _text({"@context": writing.context(), "@graph": graph})


def read(ontology: Iterable[Triple]) -> Context:
    """Make the context: the terms of the ontology, then what is borrowed."""
    triples = list(ontology)
    own: dict[str, set[NamedNode]] = {}
    ranges: dict[str, str] = {}
    for subject, predicate, value in triples:
        curie = _compact(_iri(subject))
        if predicate == _TYPE and isinstance(value, NamedNode) and _ours(subject):
            own.setdefault(curie, set()).add(value)
        elif predicate == _RANGE and isinstance(value, NamedNode):
            ranges[curie] = _compact(value.value)
    kinds = [(curie, _KINDS[k]) for curie, held in own.items() for k in held if k in _KINDS]
    properties = [(curie, kind or ranges.get(curie, "")) for curie, kind in sorted(kinds)]
    borrowed = [(curie, kind) for kind, names in _BORROWED.items() for curie in names.split()]
    classes = sorted(curie for curie, held in own.items() if _CLASS in held)
    taken = {"id", "type", *PREFIXES}
    return Context(
        _terms(taken, [(curie, "") for curie in (*classes, *_CLASSES.split())]),
        _terms(taken, [*properties, *borrowed]),
    )


def _ours(subject: object) -> bool:
    return _iri(subject).startswith(ONTOLOGY)


def _terms(taken: set[str], found: Iterable[tuple[str, str]]) -> Mapping[str, Term]:
    """Give each its local name, unless another, or a prefix, has that name already."""
    terms: dict[str, Term] = {}
    for curie, written in found:
        name = curie.partition(":")[2]
        if name not in taken:
            taken.add(name)
            terms[curie] = Term(name, curie, written)
    return terms


@dataclass(slots=True)
class _Writing:
    """A document that is being written, and what it uses of the context."""

    held: Context
    prefixes: set[str] = field(default_factory=set)
    terms: dict[str, Term] = field(default_factory=dict)

    def context(self) -> Json:
        used = {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix in self.prefixes}
        return _defined(used, self.terms.values())

    def name(self, iri: str) -> str:
        """Return an IRI, compact if it has a prefix of ours."""
        curie = _compact(iri)
        if curie != iri:
            self.prefixes.add(curie.partition(":")[0])
        return curie

    def said(self, predicate: NamedNode, value: object) -> tuple[str, Json]:
        """Return the key and the value that tell one triple of a node."""
        if predicate == _TYPE and isinstance(value, NamedNode):
            return "type", self._class(value.value)
        curie = self.name(predicate.value)
        term = self.held.properties.get(curie)
        if term and _fits(term, value):
            return self._use(term), self._plain(term, value)
        # A map by language takes nothing else; under any other name a value may stand whole.
        if term and term.written != _LANGUAGE:
            return self._use(term), self._whole(value)
        return curie, self._whole(value)

    def _class(self, iri: str) -> str:
        curie = self.name(iri)
        term = self.held.classes.get(curie)
        return self._use(term) if term else curie

    def _use(self, term: Term) -> str:
        self.terms[term.name] = term
        if term.written.startswith("xsd:"):
            self.prefixes.add("xsd")
        return term.name

    def _plain(self, term: Term, value: object) -> Json:
        if isinstance(value, NamedNode):
            return self.name(value.value)
        if not isinstance(value, Literal):
            return str(value)
        return {value.language or "": value.value} if term.written == _LANGUAGE else value.value

    def _whole(self, value: object) -> Json:
        if not isinstance(value, Literal):
            return {"@id": self.name(_iri(value))}
        if value.language:
            return {"@language": value.language, "@value": value.value}
        if _compact(value.datatype.value) == _PLAIN:
            return {"@value": value.value}
        return {"@type": self.name(value.datatype.value), "@value": value.value}


def _fits(term: Term, value: object) -> bool:
    if isinstance(value, NamedNode):
        return term.written == _ID
    if not isinstance(value, Literal):
        return False
    if value.language:
        return term.written == _LANGUAGE
    return term.written == _compact(value.datatype.value)


def _merged(context: Context, node: Mapping[str, list[Json]]) -> dict[str, Json]:
    """Make one value of a list of one, and of texts in several languages one map."""
    maps = {t.name for t in context.properties.values() if t.written == _LANGUAGE}
    return {key: _texts(held) if key in maps else _one(held) for key, held in node.items()}


def _texts(held: Iterable[Json]) -> Json:
    texts: dict[str, list[Json]] = {}
    for each in held:
        for language, text in each.items() if isinstance(each, Mapping) else ():
            texts.setdefault(language, []).append(text)
    return {language: _one(texts[language]) for language in sorted(texts)}


def _one(held: list[Json]) -> Json:
    return held[0] if len(held) == 1 else held


def _defined(prefixes: Mapping[str, str], terms: Iterable[Term]) -> Json:
    named = {term.name: term.definition() for term in sorted(terms, key=lambda t: t.name)}
    return {"id": "@id", "type": "@type", **prefixes, **named}


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _text(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
