"""The dataset described: Vocabulary of Interlinked Datasets (https://www.w3.org/TR/void/).

The summary has what a reader of the endpoint's description needs; the detail adds how each class
uses each property, in the way that query editors and assistants read it: the property partitions
of a class, with the classes and datatypes found there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from tdi_graph.description.dumps import DUMPS, SYNTAXES
from tdi_graph.description.statistics import URI_SPACE, Extent, Statistics, Use
from tdi_graph.description.terms import about, name, part, typed
from tdi_graph.vocabulary import DATASET, PREFIXES

# pyoxigraph's name of JSON-LD is not the one of the registry at http://www.w3.org/ns/formats/.
_FORMATS: Mapping[RdfFormat, NamedNode] = {RdfFormat.JSON_LD: name("formats:JSON-LD")}
_LONGEST_NAMESPACE = 200

Triples: TypeAlias = Iterator[Triple]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the services of a server are, as absolute addresses, and what is below them."""

    origin: str

    @property
    def endpoint(self) -> str:
        """The SPARQL endpoint."""
        return f"{self.origin}/sparql"

    @property
    def graph_store(self) -> str:
        """The graph store (SPARQL 1.1 Graph Store HTTP Protocol), without a graph."""
        return f"{self.origin}/rdf-graph-store"

    @property
    def lookup(self) -> str:
        """What describes the IRI that is appended to it, percent-encoded."""
        return f"{self.origin}/lookup?uri="

    @property
    def void(self) -> str:
        """The description of the dataset."""
        return f"{self.origin}/.well-known/void"

    @property
    def examples(self) -> str:
        """The example queries."""
        return f"{self.origin}/questions.ttl"

    def graph(self, iri: str) -> str:
        """Return where a named graph is found."""
        return f"{self.graph_store}?graph={quote(iri, safe='')}"

    def dump(self, release: str, file: str) -> str:
        """Return where a dump of a release is found."""
        return f"{self.origin}/dumps/{release[:12]}/{file}"


def format_of(syntax: RdfFormat) -> NamedNode:
    """Return the IRI of a syntax in the registry of formats."""
    return _FORMATS.get(syntax) or NamedNode(str(syntax.iri))


def summary(statistics: Statistics, addresses: Addresses, release: str) -> Triples:
    """Describe the dataset: its extent, what it is written with, where it leads, where it is."""
    yield from typed(DATASET, "void:Dataset")
    yield from _extent(DATASET, statistics.total)
    yield from about(DATASET, ("void:uriSpace", URI_SPACE))
    yield from _access(addresses, release)
    for iri in statistics.examples:
        yield from about(DATASET, ("void:exampleResource", NamedNode(iri)))
    for namespace in vocabularies(statistics):
        yield from about(DATASET, ("void:vocabulary", NamedNode(namespace)))
    yield from _partitions(statistics)
    yield from _linksets(statistics)
    yield from _graphs(statistics, addresses)


def _access(addresses: Addresses, release: str) -> Triples:
    yield from about(
        DATASET,
        ("void:sparqlEndpoint", NamedNode(addresses.endpoint)),
        ("void:uriLookupEndpoint", NamedNode(addresses.lookup)),
    )
    for syntax in SYNTAXES.values():
        yield from about(DATASET, ("void:feature", format_of(syntax)))
    for dump in DUMPS.values():
        file = NamedNode(addresses.dump(release, dump.name))
        yield from about(DATASET, ("void:dataDump", file))
        yield from about(file, ("schema:encodingFormat", dump.media_type))
        yield from about(file, ("dcterms:format", format_of(dump.syntax)))


def detail(statistics: Statistics) -> Triples:
    """Describe how each class uses each property."""
    found = statistics.detail
    for (class_iri, property_iri), use in found.uses.items():
        node = part("class", class_iri, property_iri)
        yield from about(part("class", class_iri), ("void:propertyPartition", node))
        yield from about(node, ("void:property", NamedNode(property_iri)))
        yield from _use(node, use)
    for key, count in found.ranges.items():
        yield from _range(key, count, "void:classPartition", "void:class")
    for key, count in found.datatypes.items():
        yield from _range(key, count, "void-ext:datatypePartition", "void-ext:datatype")


def _range(key: tuple[str, str, str], count: int, partition: str, kind: str) -> Triples:
    class_iri, property_iri, found = key
    node = part("class", class_iri, property_iri, found)
    yield from about(part("class", class_iri, property_iri), (partition, node))
    yield from about(node, (kind, NamedNode(found)), ("void:triples", count))


def vocabularies(statistics: Statistics) -> list[str]:
    """Return the namespaces of the classes and properties in use, sorted."""
    used = {*statistics.classes, *statistics.properties}
    known = sorted(PREFIXES.values(), key=len, reverse=True)
    return sorted({_namespace(iri, known) for iri in used})


def _namespace(iri: str, known: list[str]) -> str:
    own = next((each for each in known if iri.startswith(each)), "")
    return own or iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] or iri[:_LONGEST_NAMESPACE]


def _partitions(statistics: Statistics) -> Triples:
    for iri, members in statistics.classes.items():
        node = part("class", iri)
        yield from about(DATASET, ("void:classPartition", node))
        yield from about(node, ("void:class", NamedNode(iri)), ("void:entities", members))
    for iri, use in statistics.properties.items():
        node = part("property", iri)
        yield from about(DATASET, ("void:propertyPartition", node))
        yield from about(node, ("void:property", NamedNode(iri)))
        yield from _use(node, use)


def _linksets(statistics: Statistics) -> Triples:
    for (property_iri, space), use in statistics.links.items():
        place = urlsplit(space)
        outside = part("outside", place.netloc + place.path)
        node = part("linkset", property_iri, place.netloc + place.path)
        yield from typed(outside, "void:Dataset")
        yield from about(outside, ("void:uriSpace", space), ("dcterms:title", place.netloc))
        yield from typed(node, "void:Linkset")
        yield from about(DATASET, ("void:subset", node))
        yield from about(
            node,
            ("void:subjectsTarget", DATASET),
            ("void:objectsTarget", outside),
            ("void:linkPredicate", NamedNode(property_iri)),
        )
        yield from _use(node, use)


def _graphs(statistics: Statistics, addresses: Addresses) -> Triples:
    for iri, extent in statistics.graphs.items():
        node = NamedNode(iri)
        yield from typed(node, "void:Dataset", "sd:Graph")
        yield from about(DATASET, ("void:subset", node))
        yield from about(node, ("void:dataDump", NamedNode(addresses.graph(iri))))
        yield from _extent(node, extent)


def _extent(node: NamedNode, extent: Extent) -> Triples:
    yield from about(
        node,
        ("void:triples", extent.triples),
        ("void:entities", extent.entities),
        ("void:distinctSubjects", extent.subjects),
        ("void:distinctObjects", extent.objects),
        ("void:properties", extent.properties),
        ("void:classes", extent.classes),
    )


def _use(node: NamedNode, use: Use) -> Triples:
    yield from about(
        node,
        ("void:triples", use.triples),
        ("void:distinctSubjects", use.subjects),
        ("void:distinctObjects", use.objects),
    )


def document(addresses: Addresses) -> Triples:
    """Say what the description itself is."""
    page = NamedNode(addresses.void)
    yield from typed(page, "void:DatasetDescription")
    yield from about(page, ("foaf:primaryTopic", DATASET))
    yield Triple(page, name("dcterms:title"), Literal("Description of the dataset", language="en"))
    yield Triple(page, name("dcterms:title"), Literal("Description du jeu", language="fr"))
